/**
 * A recorder that is killed: the demo at 5,000 messages a second for a minute (`--quick`: 10 s), `kill -9`, and the app started again.
 *
 * Tells how much of the end is missing. Fails unless the session is whole, `sessions verify` says so, and its replay ends in the books
 * that the exchange's truth had at its last message.
 */
import { killedRecording } from '../../replay/killed-recording.ts';
import { answer, caseArguments, mustEqual } from '../suite/measure.ts';

const SEED = 20_261_131;
const RATE = 5_000;

const { quick } = caseArguments();
const { verify, last, missingMs, compared, differences } = await killedRecording({
  seed: SEED,
  ratePerSecond: RATE,
  seconds: quick ? 10 : 60,
});
mustEqual(verify.ok, true, `the verified session (${verify.problems.join(' ')})`);
mustEqual(verify.recovered, true, 'that it was repaired');
mustEqual(differences.length, 0, `books that differ of ${compared} (${differences[0]})`);
if (verify.messages < last.written) throw new Error(`${verify.messages} of ${last.written} messages are there`);
answer({
  'killed.messages': verify.messages,
  'killed.lastPartMissingMs': missingMs,
  'killed.booksCompared': compared,
});
process.exit(0);
