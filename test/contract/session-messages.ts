/** What windows and main say to each other about recordings, one of every kind. */

import type { RequestName, Requests } from '../../src-shared/contract/window-main.ts';
import type { JobState, RecordingState, ReplayState, SessionCard } from '../../src-shared/domain/session.ts';

const AT = 1_760_000_000_123;

export const sessionCard: SessionCard = {
  id: '2026-11-20T21-39-24Z',
  name: 'Election night',
  note: '',
  state: 'recovered',
  path: '/home/one/sessions/2026-11-20T21-39-24Z',
  bytes: 123_456,
  files: 2,
  startMicros: AT * 1_000,
  endMicros: AT * 1_000 + 5,
  venues: ['one'],
  markets: 2,
  messages: 12,
  gaps: 1,
  text: 'It was cut by a crash and repaired.',
};

export const recording: RecordingState = {
  session: '2026-11-20T21-39-24Z',
  path: '/home/one/sessions/2026-11-20T21-39-24Z',
  sinceMicros: AT * 1_000 + 0.5,
  messages: 12,
  bytes: 1_234,
  bytesPerSecond: 0.5,
  dropped: 0,
  diskUsed: null,
  warning: '',
};

export const job: JobState = {
  job: 1,
  kind: 'export',
  title: 'Election night to Parquet',
  progress: null,
  state: 'running',
  text: '',
  path: '',
};

export const replay: ReplayState = {
  session: '2026-11-20T21-39-24Z',
  name: 'Election night',
  playing: true,
  speed: 0,
  startMicros: AT * 1_000,
  endMicros: AT * 1_000 + 5,
  atMicros: AT * 1_000 + 0.25,
  message: 3,
  messages: 12,
  atEnd: false,
};

export const sessionAsks = {
  restartPart: { part: 'shard 1' },
  sessions: {},
  sessionContents: { session: '2026-11-20T21-39-24Z' },
  startRecording: { listings: ['one:0xabc'] },
  stopRecording: {},
  describeSession: { session: '2026-11-20T21-39-24Z', name: 'Election night', note: 'a “note”\n漢' },
  deleteSession: { session: '2026-11-20T21-39-24Z' },
  restoreSession: { session: '2026-11-20T21-39-24Z' },
  reveal: { path: '/home/one/session' },
  openSession: { session: '2026-11-20T21-39-24Z' },
  verifySession: { session: '2026-11-20T21-39-24Z' },
  exportSession: {
    session: '2026-11-20T21-39-24Z',
    format: 'parquet',
    tables: ['trades', 'book_deltas'],
    listings: [],
    fromMicros: null,
    toMicros: AT * 1_000,
    levels: 10,
    intervalMs: 1_000,
    originals: true,
    hive: false,
    out: '',
  },
  importRecording: { path: '/home/one/raw.ndjson.gz', markets: '' },
  decideLink: { action: 'split', link: 'link:one:0xabc+two:b', listing: 'two:b' },
  linkCards: { shelf: 'suggested', text: 'fed', listing: null, limit: 100 },
  linkEvidence: { link: 'link:one:0xabc+two:b' },
  previewLink: { link: 'link:one:0xabc+two:b' },
  findLinks: {},
  undoLink: { decision: 1 },
  exportLinks: {},
  importLinks: { text: '{}' },
  cancelJob: { job: 3 },
  replayPlay: { speed: 0.25 },
  replayPause: {},
  replaySeek: { atMicros: AT * 1_000 },
  replayStep: { listing: null },
  replayTimeline: { slices: 600 },
} satisfies { readonly [Name in RequestName]?: Requests[Name]['ask'] };
