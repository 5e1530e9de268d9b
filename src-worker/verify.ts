/** Entry of the thread that verifies recordings: frames come from main in batches, the last answer is the report. */
import { parentPort } from 'node:worker_threads';
import type { FromVerifier, ToVerifier } from '../src-shared/contract/verify.ts';
import { VENUES } from './registry.ts';
import { Verifier, VerifyError } from './verify/verifier.ts';

const port = parentPort;
if (!port) throw new Error('the verifier runs in a thread');

const say = (message: FromVerifier): void => port.postMessage(message);
let verifier = new Verifier(VENUES, null, null);

function take(message: ToVerifier): void {
  switch (message.kind) {
    case 'begin':
      verifier = new Verifier(VENUES, message.venue, message.booksAt);
      break;
    case 'file':
      verifier.beginFile(message.name);
      break;
    case 'frames':
      verifier.take(message.batch, message.lines);
      say({ kind: 'taken' });
      break;
    case 'file-end':
      verifier.endFile(message.trouble);
      break;
    case 'end':
      say({ kind: 'report', report: verifier.report() });
      break;
  }
}

port.on('message', (message: ToVerifier) => {
  try {
    take(message);
  } catch (error) {
    if (!(error instanceof VerifyError)) throw error;
    say({ kind: 'failed', text: error.message });
  }
});
