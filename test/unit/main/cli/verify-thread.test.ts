/** A verifier's thread that breaks, in the place of a good one: whoever waits for its report is told why there is none. */
import { expect, it, onTestFinished } from 'vitest';
import { VerifyThread } from '../../../../src-main/cli/verify-thread.ts';
import { deadlineMs, ENDING, SILENT, SPINNING, THROWING } from '../threads.ts';

it.each([
  ['throws', THROWING, 'The verifier broke: a broken promise.'],
  ['ends', ENDING, 'The verifier ended early.'],
  ['says nothing', SILENT, 'The verifier gave no sign of life and was ended.'],
  ['spins', SPINNING, 'The verifier gave no sign of life and was ended.'],
])('a thread that %s fails with a sentence', async (_how, entry, why) => {
  const thread = new VerifyThread(entry, deadlineMs(entry));
  onTestFinished(() => thread.stop());
  for (let frame = 0; frame < 2_000; frame++) thread.frame(Buffer.from('{}'), 1, frame + 1);
  await expect(thread.report()).rejects.toThrow(why);
  await expect(thread.room()).rejects.toThrow(why);
});
