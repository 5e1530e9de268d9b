/** Which of the messages to the engine a look of the judge takes: those before its own request, whoever else requests books. */
import { expect, it } from 'vitest';
import type { EngineProcess } from '../../src-main/app/engine/engine-process.ts';
import type { MainToEngine } from '../../src-shared/contract/main-engine.ts';
import { EngineTap } from './engine-tap.ts';

const dump = (id: number, listings: readonly string[] = []): MainToEngine => ({ kind: 'dump', id, listings });
const closed = (listing: string): MainToEngine => ({ kind: 'closed', listings: [listing], reason: 'market-closed' });

it('takes the messages before its own request when the recorder requests books before the answer', () => {
  const tap = new EngineTap();
  const engine = tap.around(() => ({ port: { post: () => {} } }) as unknown as EngineProcess)();
  const kinds = (taken: readonly { readonly kind: string }[]): readonly string[] => taken.map(({ kind }) => kind);

  engine.port.post(closed('before'));
  engine.port.post(dump(1));
  const own = tap.lastDumpId;
  engine.port.post(closed('after'));
  engine.port.post(dump(2, ['of the recorder']));
  engine.port.post(closed('after both'));

  expect(own).toBe(1);
  expect(kinds(tap.take(own))).toEqual(['launched', 'closed', 'dump']);
  expect(kinds(tap.take(null))).toEqual(['closed', 'dump', 'closed']);
});
