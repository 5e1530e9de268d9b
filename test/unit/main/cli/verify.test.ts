/** `crossbook verify` on files: every way a recording is written and packed, and every way a file can be no recording. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runVerify } from '../../../../src-main/cli/verify.ts';
import { verifyText } from '../../../../src-main/cli/verify-text.ts';
import type { VerifyReport } from '../../../../src-shared/contract/verify.ts';
import { checked, numbered } from '../../../venues/roles.ts';
import { SEED } from '../../../venues/seed.ts';
import { hashOf, LINE_FORMATS, type MadeUp, PACKINGS } from '../session/made-up-recording.ts';

const entry = new URL('../../../../src-worker/verify.ts', import.meta.url);
const program = join(import.meta.dirname, '../../../../src-main/cli.ts');
const MESSAGES = 1_500;
const TOKENS = ['1', '2'].map((digit) => digit.repeat(77));

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossbook-verify-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function write(name: string, bytes: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

type Options = Partial<Parameters<typeof runVerify>[0]['command']>;

async function verify(files: readonly string[], options: Options = {}): Promise<VerifyReport & { said: string[] }> {
  const said: string[] = [];
  const command = { files, venue: null, booksAt: null, ...options };
  const report = await runVerify({ command, entry, say: (line) => said.push(line) });
  return { ...report, said };
}

const recordings: Record<string, MadeUp> = {
  [numbered.id]: numbered.recording(SEED, MESSAGES, ['KXA-26NOV-T1', 'KXB-26NOV-T2', 'KXC-26NOV']),
  [checked.id]: checked.recording(SEED, MESSAGES, TOKENS),
};

const formats = Object.entries(LINE_FORMATS);
const packings = Object.keys(PACKINGS) as (keyof typeof PACKINGS)[];
const kinds = Object.keys(recordings).flatMap((venue) =>
  formats.flatMap(([format]) => packings.map((packing) => [venue, format, packing] as const)),
);

function linesOf(venue: string, format: string): string[] {
  const line = LINE_FORMATS[format as keyof typeof LINE_FORMATS];
  return recordings[venue]!.messages.map(line);
}

describe(`a recording (seed ${SEED})`, () => {
  test.each(kinds)('of %s, %s, packed in %s, gives the books its maker kept', async (venue, format, packing) => {
    const bytes = PACKINGS[packing](Buffer.from(`${linesOf(venue, format).join('\n')}\n`));
    const booksAt = 100 + (MESSAGES % 997);
    const report = await verify([await write(`${venue}-${format}-${packing}`, bytes)], { booksAt });
    expect(report).toMatchObject({
      ok: true,
      decodeErrors: 0,
      gaps: 0,
      touchMismatches: 0,
      timeReversals: 0,
      said: [],
    });
    expect(report.files).toMatchObject([{ venue, messages: MESSAGES, trouble: '' }]);
    expect(report.files[0]!.firstReceivedMs).toBe(
      format === 'plain' ? null : 1_790_000_000_000 + (format === 'timed' ? 0.123 : 0),
    );
    const { messages } = report;
    expect(Object.values(messages).reduce((sum, count) => sum + count, 0)).toBe(2 * MESSAGES);
    expect(messages.unreadable + messages.repeat + messages.other).toBe(0);
    const truth = recordings[venue]!;
    expect(report.markets.length).toBe(Object.keys(truth.after(MESSAGES)).length);
    for (const { market, phase, hash, bidLevels, askLevels } of report.markets) {
      const right = truth.after(MESSAGES)[market]!;
      expect([market, phase, hash]).toEqual([market, 'synced', hashOf(right)]);
      expect([bidLevels, askLevels]).toEqual([right.bids.length, right.asks.length]);
    }
    const wanted = truth.after(booksAt);
    expect(report.booksAt?.messages).toBe(booksAt);
    expect(Object.fromEntries(report.booksAt!.books.map(({ market, bids, asks }) => [market, { bids, asks }]))).toEqual(
      wanted,
    );
  });

  test('in several files of different kinds is counted through, in the order given', async () => {
    const lines = linesOf(numbered.id, 'plain');
    const first = await write('one', PACKINGS.zstd(Buffer.from(lines.slice(0, 700).join('\n'))));
    const second = await write('two', lines.slice(700).join('\r\n'));
    const other = await write('three', gzipSync(linesOf(checked.id, 'timed').join('\n\n')));
    const report = await verify([first, second, other], { booksAt: 701 });
    expect(report).toMatchObject({ ok: true, gaps: 0, messages: { total: 2 * MESSAGES } });
    expect(report.files.map(({ venue, messages }) => [venue, messages])).toEqual([
      [numbered.id, 700],
      [numbered.id, MESSAGES - 700],
      [checked.id, MESSAGES],
    ]);
    const truth = recordings[numbered.id]!.after(701);
    for (const { market, hash } of report.booksAt!.books) expect(hash).toBe(hashOf(truth[market]!));
    expect(report.markets.every(({ phase }) => phase === 'synced')).toBe(true);
  });

  test('with corrupted lines is read past them, and each is counted and named', async () => {
    const lines = linesOf(numbered.id, 'envelope');
    lines.splice(900, 0, 'garbage \u0000 \ufffd', lines[5]!.slice(0, 60), `${lines[9]!.slice(0, -1)}`);
    const report = await verify([await write('corrupted', `${lines.join('\n')}\n`)]);
    expect(report).toMatchObject({ ok: false, decodeErrors: 3, messages: { total: MESSAGES + 3, unreadable: 3 } });
    expect(report.problems).toMatchObject([
      { code: 'MALFORMED_JSON', count: 3, sample: expect.stringMatching(/^garbage/) },
    ]);
    expect(report.problems[0]!.places.map(({ line }) => line)).toEqual([901, 902, 903]);
    const truth = recordings[numbered.id]!.after(MESSAGES);
    for (const { market, hash } of report.markets) expect(hash).toBe(hashOf(truth[market]!));
  });

  test.each(['envelope', 'timed'])('of words and messages, %s, takes no broken line for a word', async (format) => {
    const lines = linesOf(checked.id, format);
    lines.splice(300, 0, 'garbage', 'PONG');
    const report = await verify([await write('words', lines.join('\n'))]);
    const words = recordings[checked.id]!.messages.filter(({ text }) => text === 'PONG').length;
    expect(report).toMatchObject({ ok: false, decodeErrors: 2, words: [{ text: 'PONG', count: words }] });
    expect(report.problems).toMatchObject([{ count: 2, sample: 'garbage', places: [{ line: 301 }, { line: 302 }] }]);
  });

  test('that is cut is verified as far as it goes, and is not well', async () => {
    const bytes = gzipSync(linesOf(numbered.id, 'plain').join('\n'));
    const path = await write('cut.gz', bytes.subarray(0, bytes.length / 2));
    const report = await verify([path]);
    expect(report).toMatchObject({ ok: false, decodeErrors: 0, negativeLevels: 0 });
    expect(report.messages.total).toBeGreaterThan(MESSAGES / 4);
    const trouble = 'it ends in the middle of its compressed data';
    expect(report.files).toMatchObject([{ trouble }]);
    expect(report.said).toEqual([`${path}: ${trouble}; it was verified up to there.`]);
  });

  test('that is none is told in one sentence', async () => {
    const good = await write('good', linesOf(numbered.id, 'plain').join('\n'));
    const none = join(folder, 'none');
    await mkdir(join(folder, 'sub'), { recursive: true });
    await expect(verify([good, none])).rejects.toThrow(`${none} cannot be read: it does not exist.`);
    await expect(verify([join(folder, 'sub')])).rejects.toThrow('sub cannot be read: it is a folder.');
    await expect(verify([await write('empty', '')])).rejects.toThrow(/^There is no message in .*empty\.$/);
    await expect(verify([await write('prose', 'Some words.\n'.repeat(30_000))])).rejects.toThrow(
      /^.*prose is not recognised: /,
    );
    await expect(verify([await write('short', 'hello')])).rejects.toThrow(/^.*short is not recognised: /);
  });
});

describe('the table as text', () => {
  test('says what --json says', async () => {
    const lines = linesOf(checked.id, 'timed');
    lines.push('1790000000000000000 {"event_type":"book"}');
    const words = verifyText(await verify([await write('table', lines.join('\n'))], { booksAt: 1 }));
    expect(words).toMatch(/messages +1,501 +snapshot \d+, delta [\d,]+, word \d+, unreadable 1\n/);
    expect(words).toMatch(/decode errors +1\n/);
    expect(words).toContain('table:1501');
    // A book without a name may have been any market's.
    expect(words).toMatch(new RegExp(`${checked.id}:1{12}\\.\\.\\.1{12} +recovering \\(nameless-frame\\)`));
    expect(words).toMatch(
      new RegExp(`${checked.id}:2{77} after 1 messages, synced, [0-9a-f]{64}\nside +price +size\nbid`),
    );
    expect(words).toMatch(/All is not well\.\n$/);
    expect(words).not.toMatch(/undefined|NaN| \n/);
  });
});

describe('the program', () => {
  async function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const child = spawn(process.execPath, [program, 'verify', ...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { code, stdout, stderr };
  }

  test('ends with 0 when all is well, 1 when it is not, 2 when it was not understood', async () => {
    const good = await write('program', linesOf(numbered.id, 'envelope').join('\n'));
    const well = await run(good, '--json', '--books-at', '3');
    expect(well).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(well.stdout)).toMatchObject({
      ok: true,
      messages: { total: MESSAGES },
      booksAt: { messages: 3 },
    });
    const bad = await run(await write('program-bad', `${linesOf(numbered.id, 'plain').join('\n')}\n{`), '--json');
    expect(bad.code).toBe(1);
    expect(JSON.parse(bad.stdout)).toMatchObject({ ok: false, decodeErrors: 1 });
    const none = await run('none', '--json');
    expect(none).toMatchObject({ code: 1, stderr: 'crossbook: none cannot be read: it does not exist.\n' });
    expect(JSON.parse(none.stdout)).toEqual({ ok: false, error: 'none cannot be read: it does not exist.' });
    expect(await run()).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'crossbook verify: name at least one recording.\n',
    });
  });
});
