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
    'demo, serve --demo',
    option('--rate N', 'messages a second, 1 to 100,000 (1,000)'),
    option('--seed N', 'the same seed gives the same market (1)'),
    option('--seconds N', 'end after so long'),
    ...keyOptions,
    option('--kill-engine-after N', 'kill the engine once after N seconds, to watch it recover'),
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
