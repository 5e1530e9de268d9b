/** What `crossbook help` prints. */
import type { Venue } from '../../src-shared/venues/venue.ts';
import { DEMO_KEYS } from './cli-options.ts';

/** The help text; the venues that want a key name an option of the demo. */
export function helpText(version: string, venues: readonly Venue[]): string {
  const keyed = venues.filter((venue) => venue.signedUpgrade);
  const keyOptions = keyed.map((venue) =>
    option(`--${venue.id}-key KEY`, `${venue.name}'s key: ${DEMO_KEYS.join(', ')} (good)`),
  );
  return [
    `crossbook ${version}: a monitor for prediction-market order books`,
    '',
    'crossbook demo      open Crossbook on the built-in exchange: no account, no network',
    'crossbook start     open Crossbook on the live exchanges',
    'crossbook serve     run without a window, to be watched from a browser through an SSH tunnel',
    'crossbook capture   record everything that arrives, without a window',
    'crossbook export    write the tables of a recording: Parquet, CSV, NDJSON, and layouts of other tools',
    'crossbook sessions  the recordings: list, describe, verify, merge, import',
    'crossbook doctor    what is installed, what can be reached, what is missing',
    'crossbook verify    run recordings (FILE...) through the decoders and books, say what is wrong with them',
    'crossbook version   print the version',
    '',
    'start, demo, serve',
    option('--data DIR', 'keep settings and state in DIR instead of the user profile'),
    option('--port N', 'listen on this loopback port (any free one)'),
    option('--shards N', 'engine threads; 0 is one shard without a thread (0)'),
    option('--exit-with-stdin', 'end when standard input ends, for programs that start Crossbook'),
    option('--dev-url URL', 'load the window from a development server'),
    'start, demo',
    option('--no-open', 'open no window; print the address'),
    option('--host HOST', 'electron or node (electron where its binary can be had)'),
    'capture',
    option('--from FROM', 'live or demo'),
    option('--out DIR', 'the folder for the session'),
    option('--seconds N', 'end after so long; without it, when interrupted'),
    'demo, serve --demo, capture --from demo',
    option('--rate N', 'messages a second, 1 to 100,000 (1,000)'),
    option('--seed N', 'the same seed gives the same market (1)'),
    option('--seconds N', 'end after so long'),
    ...keyOptions,
    option('--kill-engine-after N', 'kill the engine once after N seconds, to watch it recover'),
    'sessions',
    option('list', 'all recordings, newest first'),
    option('info ID', 'what a recording holds'),
    option('verify ID', 'read all of it; exit 1 when something is missing or damaged'),
    option('merge A B .. --out DIR', 'join recordings of the same time into one without duplicates'),
    option('import FILE', 'NDJSON of raw messages, `<ns> <json>` lines, {"recv_ms","event"} lines; gzip or zstd'),
    option('  --venue V', 'whose messages they are, where the file cannot tell'),
    option('  --markets FILE', "the venue's own records of the markets, for titles, grids and fees"),
    option('--data DIR, --demo', 'of this profile; of the demo'),
    'export SESSION (an id, a folder, an .mcap file)',
    option('--format F', 'parquet, csv, csv.gz, ndjson, npz (hftbacktest), tardis-csv (parquet)'),
    option('--tables T,..', 'trades, book_deltas, book_snapshots, quotes, spreads, events, markets (all)'),
    option('--out DIR', 'the folder for the files'),
    option('--from, --to TIME', 'such as 2026-11-20T21:39:24Z, or seconds after the start'),
    option('--markets M,..', 'only these markets'),
    option('--levels N', 'levels a side of book_snapshots (10)'),
    option('--interval MS', 'between book_snapshots (1,000); 0: after every change'),
    option('--originals', "keep the venue's own text of prices and sizes beside the numbers"),
    option('--hive', 'folders by date'),
    'demo',
    option('--check N', 'no window: run N seconds, compare every book with the truth, exit 1 on a difference'),
    'verify FILE...',
    option('--venue ID', `whose recording it is: ${venues.map(({ id }) => id).join(', ')} (recognised)`),
    option('--books-at N', 'print every whole book after N messages, counted over all files'),
    'everywhere',
    option('--json', 'one JSON object on standard output, everything else on standard error'),
    '',
    'Environment: CROSSBOOK_HOST=node, CROSSBOOK_ELECTRON=PATH, CROSSBOOK_BROWSER=PATH, REQUIRE_ELECTRON=1',
    '',
  ].join('\n');
}

function option(name: string, meaning: string): string {
  return `  ${name.padEnd(22)} ${meaning}`;
}
