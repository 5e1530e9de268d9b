/**
 * Joins two wires, so that the ports at their far ends speak with each other and nothing in between reads along.
 *
 * The pump adds no manners of its own: sign of life and `bye` pass through. When one wire ends, or a peer takes so little
 * that more than the limit waits for it, both end.
 */
import type { Wire } from '../../../src-shared/contract/port.ts';
import { WIRE_PENDING_BYTES_MAX } from '../bridge-limits.ts';

/** Joins two wires until one ends; `onEnd` is then called once. */
export function pumpWires(a: Wire, b: Wire, onEnd: (reason: string) => void = () => {}): void {
  let isJoined = true;
  const part = (reason: string): void => {
    if (!isJoined) return;
    isJoined = false;
    a.end();
    b.end();
    onEnd(reason);
  };
  const join = (from: Wire, to: Wire): void => {
    from.onEnd = part;
    from.onData = (data) => {
      if (!isJoined) return;
      if (to.pending() > WIRE_PENDING_BYTES_MAX) part('the other end takes too little');
      else to.send(data);
    };
  };
  join(a, b);
  join(b, a);
}
