/**
 * The third venue's conversation on one connection.
 *
 * Nothing may be said before the venue's greeting; each market is subscribed by a message of its own, and a subscription is answered
 * with the whole book, also when it is made again. A connection that is not greeted is replaced.
 */
import type { Json } from '../../../src-shared/domain/notice.ts';
import type { Session, SessionStep } from '../../../src-shared/venues/venue.ts';
import { asObject, type Message } from './wire.ts';

const GREETING_MS = 10_000;
const NOTHING: SessionStep = { say: [] };

export function createSession(): Session {
  return new ThirdSession();
}

class ThirdSession implements Session {
  private readonly carried = new Set<string>();
  private isGreeted = false;
  private openedMs = 0;

  open(symbols: readonly string[], nowMs: number): SessionStep {
    this.openedMs = nowMs;
    return this.add(symbols);
  }

  add(symbols: readonly string[]): SessionStep {
    const fresh = [...new Set(symbols)].filter((symbol) => !this.carried.has(symbol));
    for (const symbol of fresh) this.carried.add(symbol);
    return this.say('subscribe', fresh);
  }

  remove(symbols: readonly string[]): SessionStep {
    return this.say(
      'unsubscribe',
      symbols.filter((symbol) => this.carried.delete(symbol)),
    );
  }

  resync(symbols: readonly string[]): SessionStep {
    return this.say(
      'subscribe',
      [...new Set(symbols)].filter((symbol) => this.carried.has(symbol)),
    );
  }

  control(message: Json): SessionStep {
    if (this.isGreeted || asObject<Message>(message)?.type !== 'hello') return NOTHING;
    this.isGreeted = true;
    return this.say('subscribe', [...this.carried]);
  }

  tick(nowMs: number): SessionStep {
    if (this.isGreeted || nowMs - this.openedMs < GREETING_MS) return NOTHING;
    const text = 'Third did not greet the connection.';
    return { say: [], fault: { code: 'NO-GREETING', text, remedy: 'reconnect', symbols: [] } };
  }

  private say(op: 'subscribe' | 'unsubscribe', markets: readonly string[]): SessionStep {
    return { say: this.isGreeted ? markets.map((market) => JSON.stringify({ op, market })) : [] };
  }
}
