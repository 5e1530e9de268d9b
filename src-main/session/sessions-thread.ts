/** Entry of the thread that reads and looks after the sessions of a folder, so that main never waits for their files. */
import { workerData } from 'node:worker_threads';
import { serveCalls } from '../base/thread-calls.ts';
import { recoverSessions } from './recovery.ts';
import { applyRetention } from './retention.ts';
import { openSession } from './session-reader.ts';
import { whileInUse } from './session-use.ts';
import { verifySession } from './session-verify.ts';
import type { SessionsCalls, SessionsThreadData } from './sessions-calls.ts';
import { SessionsStore } from './sessions-store.ts';
import { sweepUnfinished } from './unfinished.ts';

const { folder } = workerData as SessionsThreadData;
const store = new SessionsStore(folder);

serveCalls<SessionsCalls>({
  list: () => store.list(),
  find: ({ session }) => store.find(session),
  async contents({ session }) {
    const reader = await openSession(await store.find(session));
    const { startMicros, endMicros } = reader.summary;
    const { listings } = await reader.catalog();
    const markets = listings.map(({ id, title }) => ({ listing: id, title }));
    return { startMicros, endMicros, markets: markets.sort((a, b) => (a.title < b.title ? -1 : 1)) };
  },
  async describe({ session, name, note }) {
    await store.describe(session, name, note);
    return null;
  },
  async remove({ session }) {
    await store.remove(session);
    return null;
  },
  async restore({ session }) {
    await store.restore(session);
    return null;
  },
  async verify({ session }, server) {
    const path = await store.find(session);
    return whileInUse([path], () => verifySession(path, server));
  },
  recover: ({ recording }) => recoverSessions(folder, (path) => path === recording),
  retain: ({ keep, nowMs }) => applyRetention(folder, keep, nowMs),
  sweep: async ({ exports }) => [...(await sweepUnfinished(folder)), ...(await sweepUnfinished(exports))],
});
