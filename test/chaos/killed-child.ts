/** The app, recording under a plan of faults, until somebody ends this process; says how many frames came. Argument: its folder. */
import { makeFaultPlan } from '../../src-exchange/control/fault-plan.ts';
import { PLAYED_VENUES } from '../../src-exchange/venues.ts';
import { countReceived } from './received.ts';
import { RATE_PER_SECOND } from './scenario.ts';
import { makeSubject } from './subject.ts';

const SAY_EVERY_MS = 100;
const SEED = 5;
const MINUTE_EVENTS = 60 * RATE_PER_SECOND;

const [folder = ''] = process.argv.slice(2);
const subject = await makeSubject({ seed: SEED, shards: 0, folder });
const { count } = countReceived(() => subject.app.recording.tapped !== null);
await subject.exchange.resume();
await subject.app.start();
await subject.exchange.startFaults(
  makeFaultPlan(SEED, MINUTE_EVENTS, PLAYED_VENUES, ['close', 'reset', 'drop', 'malformed', 'jitter']),
);
setInterval(() => {
  subject.tap.records.length = 0;
  process.stdout.write(`${JSON.stringify({ ...count, atMs: performance.now() })}\n`);
}, SAY_EVERY_MS);
