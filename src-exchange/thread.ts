/**
 * Entry of the thread in which the exchange runs: starts it and answers calls, one after the other.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { ExchangeCall, ExchangeReply, ExchangeThreadData } from './control/calls.ts';
import type { ExchangeHandle } from './control/handle.ts';
import { createExchange } from './exchange.ts';

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function reply(message: ExchangeReply): void {
  parentPort?.postMessage(message);
}

async function answer(handle: ExchangeHandle, call: ExchangeCall): Promise<void> {
  try {
    const result: unknown = await Reflect.apply(handle[call.method], handle, [...call.args]);
    reply({ kind: 'result', id: call.id, result });
  } catch (error) {
    reply({ kind: 'error', id: call.id, message: messageOf(error) });
  }
  if (call.method === 'close') parentPort?.close();
}

async function main(): Promise<void> {
  const { options }: ExchangeThreadData = workerData;
  const handle = await createExchange(options);
  const { addresses, keys, links } = handle;
  parentPort?.on('message', (call: ExchangeCall) => {
    void answer(handle, call);
  });
  reply({ kind: 'started', facts: { addresses, keys, links } });
}

main().catch((error: unknown) => {
  reply({ kind: 'failed', message: messageOf(error) });
  parentPort?.close();
});
