/**
 * Fuzzes folders of sessions with whatever tar, cp, other programs and broken disks leave in them: listing, repair, sweeping and
 * retention end, in words, leave a good session good, and touch nothing outside of the folder.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { recoverSessions } from '../../../src-main/session/recovery.ts';
import { applyRetention } from '../../../src-main/session/retention.ts';
import { SessionsStore } from '../../../src-main/session/sessions-store.ts';
import { sweepUnfinished } from '../../../src-main/session/unfinished.ts';
import { START_MICROS, writeSample } from '../../unit/main/session/sample-session.ts';
import { propertySubject } from './property-subject.ts';

const GOOD = '2026-11-18T12-26-40Z';
const NOW_MS = START_MICROS / 1_000;
/** Nothing here takes a second; a pipe that is waited for never ends. */
const HANGS_MS = 30_000;

const KINDS = ['whole', 'cut', 'flipped', 'noise', 'empty', 'pipe', 'folder', 'dangling', 'loop', 'outside'] as const;
const NAMES = ['0001.mcap', '0002.mcap', '99999.mcap', 'recording.json', 'session.json', '0001.mcap.recovering'];
const ENTRIES = [
  '2020-01-01T00-00-00Z',
  '2020-01-01T00-00-00Z-2',
  'x.mcap',
  '.x-unfinished-abc123',
  'a b',
  '日本',
  'y'.repeat(200),
];

const item = fc.record({ name: fc.constantFrom(...NAMES), kind: fc.constantFrom(...KINDS), at: fc.nat(1 << 20) });
const entry = fc.record({
  name: fc.constantFrom(...ENTRIES),
  /** A folder with these inside, or one thing. */
  inside: fc.option(fc.uniqueArray(item, { maxLength: 4, selector: ({ name }) => name })),
  kind: fc.constantFrom(...KINDS),
  at: fc.nat(1 << 20),
});

type Item = { readonly kind: (typeof KINDS)[number]; readonly at: number };

/** A folder of its own for a run, with a good session and something outside that must stay. */
class Place {
  readonly root = mkdtempSync(join(tmpdir(), 'crossbook-fuzz-'));
  readonly sessions = join(this.root, 'sessions');
  readonly outside = join(this.root, 'outside');
  private readonly part: Buffer;

  constructor() {
    mkdirSync(this.outside);
    writeFileSync(join(this.outside, 'kept'), 'kept');
    const made = writeSample(this.sessions, GOOD, { frames: 60, chunkEvery: 20 });
    this.part = readFileSync(join(made, '0001.mcap'));
    cpSync(made, join(this.outside, 'session'), { recursive: true });
  }

  put(path: string, { kind, at }: Item): void {
    const { part } = this;
    if (kind === 'whole') writeFileSync(path, part);
    else if (kind === 'cut') writeFileSync(path, part.subarray(0, at % part.length));
    else if (kind === 'flipped') {
      const bytes = Buffer.from(part);
      bytes[at % bytes.length]! ^= 0xff;
      writeFileSync(path, bytes);
    } else if (kind === 'noise') writeFileSync(path, Buffer.alloc(at % 5_000, at));
    else if (kind === 'empty') writeFileSync(path, '');
    else if (kind === 'folder') mkdirSync(path);
    else if (kind === 'pipe' && process.platform !== 'win32') execFileSync('mkfifo', [path]);
    else if (kind === 'dangling') symlinkSync(join(this.root, 'nowhere'), path);
    else if (kind === 'loop') symlinkSync(path, path);
    else if (kind === 'outside') symlinkSync(join(this.outside, 'session'), path);
  }

  isUntouched(): boolean {
    const whole = readFileSync(join(this.outside, 'session', '0001.mcap'));
    return whole.equals(this.part) && readFileSync(join(this.outside, 'kept'), 'utf8') === 'kept';
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

async function within<Result>(what: string, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const hang = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} hangs`)), HANGS_MS);
  });
  return Promise.race([work, hang]).finally(() => clearTimeout(timer));
}

export const FOLDER_SUBJECT = propertySubject({
  name: 'session folders',
  weight: 2_000,
  values: fc.uniqueArray(entry, { maxLength: 6, selector: ({ name }) => name }),
  async check(entries, count) {
    const place = new Place();
    try {
      for (const { name, inside, ...one } of entries) {
        const path = join(place.sessions, name);
        if (inside === null) place.put(path, one);
        else mkdirSync(path);
        for (const { name: file, ...held } of inside ?? []) place.put(join(path, file), held);
        count(inside === null ? one.kind : 'session folder');
      }
      const store = new SessionsStore(place.sessions);
      const look = async (when: string): Promise<void> => {
        const cards = await within(`listing ${when}`, store.list());
        for (const { state, text } of cards)
          if (state === 'damaged' && text === '') throw new Error('damage without words');
        const good = cards.find(({ id }) => id === GOOD);
        if (good?.state !== 'whole' || good.messages !== 60)
          throw new Error(`the good session is ${good?.state} ${when}`);
      };
      await look('at first');
      for (const { text } of await within('repair', recoverSessions(place.sessions)))
        if (text === '') throw new Error('repair without words');
      await look('after repair');
      await within('sweeping', sweepUnfinished(place.sessions));
      const keep = { keepMs: 86_400_000, keepBytes: 0 };
      const { removed } = await within('retention', applyRetention(place.sessions, keep, NOW_MS + 1_000));
      for (const { id } of removed) if (id === GOOD) throw new Error('the good session was removed');
      await look('after retention');
      if (!place.isUntouched()) throw new Error('something outside of the folder was changed');
    } finally {
      place.remove();
    }
  },
});
