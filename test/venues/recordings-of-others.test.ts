/** Recordings of other programs: how frames may be wrapped, and what no venue's decoder understands. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VenueClock } from '../bench/frames/made-market.ts';
import { MADE_VENUES, madeVenue } from '../bench/frames/made-venues.ts';
import { seededRandom } from '../bench/frames/random.ts';
import { writeSample } from '../unit/main/session/sample-session.ts';
import { areCasesPresent, caseFile, RecordingCommands } from './recording-commands.ts';

const TIME_MS = 1_795_000_000_000;
let commands: RecordingCommands;

beforeEach(async () => {
  commands = await RecordingCommands.create();
});
afterEach(() => commands.remove());

function framesOf(id: string): readonly string[] {
  const random = seededRandom(7);
  const market = madeVenue(id).create(random, new VenueClock(random, TIME_MS), 5);
  return [market.snapshot(), market.next(), market.next()];
}

const WRAPS: readonly (readonly [form: string, wrap: (frame: string, at: number) => string])[] = [
  ['raw text and ns', (frame, at) => `{"recv_ts_ns": ${TIME_MS + at}000000, "raw": ${JSON.stringify(`${frame}\n`)}}`],
  ['raw object and ms', (frame, at) => `{"f":5,"recv_ms":${TIME_MS + at},"raw":${frame}}`],
  ['data and s', (frame, at) => `{"received":${(TIME_MS + at) / 1_000},"data":${frame}}`],
  [
    'message text and RFC 3339',
    (frame, at) => `{"ts":"${new Date(TIME_MS + at).toISOString()}","message":${JSON.stringify(frame)}}`,
  ],
  ['msg behind its frame', (frame, at) => `{"msg":${frame},"local_timestamp":${TIME_MS + at}000}`],
];

describe.each(MADE_VENUES.map(({ id }) => id))('frames of %s', (id) => {
  it.each(WRAPS)('are found in an envelope of %s', async (_form, wrap) => {
    const frames = framesOf(id);
    const path = await commands.file('wrapped.ndjson', frames.map(wrap));
    expect(await commands.verify(path)).toMatchObject({ ok: true, messages: { total: 3, unreadable: 0 } });
    const { summary } = await commands.import(path);
    expect([summary.messages, summary.startMicros]).toEqual([3, TIME_MS * 1_000]);
  });

  it('claim no recording by one stray line among others', async () => {
    const others = Array.from({ length: 9 }, (_, at) => `{"kind":"quote","n":${at}}`);
    const path = await commands.file('stray.ndjson', [framesOf(id)[0]!, ...others]);
    await expect(commands.verify(path)).rejects.toThrow('is not recognised');
    await expect(commands.sessions('import', path)).rejects.toThrow('No venue that is known here');
    expect(await readdir(commands.folder)).toEqual(['stray.ndjson']);
  });
});

it('names the members of lines that nobody understands, and the known forms, and makes no session', async () => {
  const path = await commands.file('other.ndjson', ['{"when":1,"packet":{"a":1}}']);
  await expect(commands.sessions('import', path)).rejects.toThrow(
    /has the members when, packet; known are .*"recv_ms"/,
  );
  expect(await readdir(commands.folder)).toEqual(['other.ndjson']);
});

it('refuses a file of two venues, and names both', async () => {
  const path = await commands.file(
    'two.ndjson',
    MADE_VENUES.flatMap(({ id }) => framesOf(id)),
  );
  const both = /holds messages of \w+ \(3\) and \w+ \(3\)/;
  await expect(commands.verify(path)).rejects.toThrow(both);
  await expect(commands.sessions('import', path)).rejects.toThrow(both);
});

it('verifies a session by either command, by its folder or its file', async () => {
  const session = writeSample(commands.folder, 'one', { frames: 20 });
  for (const path of [session, join(session, '0001.mcap')]) {
    expect(await commands.verify(path)).toMatchObject({ ok: true, messages: 20, lost: 0 });
    expect(await commands.sessions('verify', path)).toMatchObject({ exitCode: 0, json: { ok: true, messages: 20 } });
  }
  const foreign = await commands.file('foreign.ndjson', framesOf(MADE_VENUES[0]!.id));
  expect(await commands.sessions('verify', foreign)).toMatchObject({ exitCode: 0, json: { messages: { total: 3 } } });
});

describe.skipIf(!areCasesPresent)('the shared cases (skipped where they are absent)', () => {
  it.each([
    ['wrapped-raw-text.jsonl', 3, 1_776_490_453_460_692],
    ['wrapped-raw-object.ndjson', 1, 1_786_845_515_154_000],
  ])('%s is read whole', async (name, messages, startMicros) => {
    expect(await commands.verify(caseFile(name))).toMatchObject({ ok: true, messages: { total: messages } });
    expect((await commands.import(caseFile(name))).summary).toMatchObject({ messages, startMicros });
  });

  it('one-file-two-venues is refused with both named', async () => {
    await expect(commands.verify(caseFile('one-file-two-venues.ndjson'))).rejects.toThrow(/\(1\) and \w+ \(1\)/);
  });
});
