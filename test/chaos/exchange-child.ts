/** The exchange in a process of its own: `exchange-apart.ts` starts it, and its memory is not the app's. */
import type { ExchangeCall, ExchangeReply } from '../../src-exchange/control/calls.ts';
import type { ExchangeOptions } from '../../src-exchange/control/handle.ts';
import { startExchange } from '../../src-exchange/start.ts';

const reply = (message: ExchangeReply): void => {
  process.send?.(message);
};
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

// Nothing else ends it: whoever started it has gone, or is done with it.
process.once('disconnect', () => process.exit());
try {
  const handle = await startExchange(JSON.parse(process.argv[2] ?? '{}') as ExchangeOptions);
  process.on('message', ({ id, method, args }: ExchangeCall) => {
    Promise.resolve(Reflect.apply(handle[method], handle, [...args]))
      .then(
        (result: unknown) => reply({ kind: 'result', id, result }),
        (error: unknown) => reply({ kind: 'error', id, message: textOf(error) }),
      )
      .finally(() => {
        if (method === 'close') process.disconnect();
      });
  });
  const { addresses, keys, links } = handle;
  reply({ kind: 'started', facts: { addresses, keys, links } });
} catch (error) {
  reply({ kind: 'failed', message: textOf(error) });
}
