/**
 * Polymarket's conversation on one connection of the market channel.
 *
 * Rules (evidence.md, "stream"): 1. the first frame is of type "market", later ones carry an operation, a second frame of
 * type "market" is ignored; 2. nothing is acknowledged; 3. a text PING every 10 s, but never before the first subscription,
 * which closes the connection; 4. a snapshot in the order of the stream comes only with a subscription, so a fresh one is
 * had by unsubscribing and subscribing again; 5. a trade is printed on one token of its market, either of the two, so both are
 * subscribed, and only the first one again for a fresh snapshot. With no symbols the session says nothing at all.
 */
import type { Session, SessionStep } from '../venue.ts';
import type { SubscribeFrame } from './wire.ts';

/** Ids a frame carries: 78 digits each, so a frame stays near 8 kB. */
const IDS_PER_FRAME_MAX = 100;
const PING_INTERVAL_MS = 10_000;
const TOKENS = 2;

const SILENCE: SessionStep = { say: [] };

export function createSession(symbolsOf: (first: string) => readonly string[] = (first) => [first]): Session {
  return new PolymarketSession(symbolsOf);
}

class PolymarketSession implements Session {
  /** The tokens of every market carried, by the first. */
  private readonly carried = new Map<string, readonly string[]>();
  private readonly symbolsOf: (first: string) => readonly string[];
  /** When the last PING, or the first subscription, was sent; null before it. */
  private pingedMs: number | null = null;

  constructor(symbolsOf: (first: string) => readonly string[]) {
    this.symbolsOf = symbolsOf;
  }

  open(symbols: readonly string[], nowMs: number): SessionStep {
    return this.add(symbols, nowMs);
  }

  add(symbols: readonly string[], nowMs: number): SessionStep {
    const fresh = [...new Set(symbols)].filter((symbol) => !this.carried.has(symbol));
    for (const symbol of fresh) this.carried.set(symbol, tokensOf(symbol, this.symbolsOf(symbol)));
    return { say: this.subscriptions(this.tokens(fresh), nowMs) };
  }

  remove(symbols: readonly string[]): SessionStep {
    const gone = this.tokens(symbols);
    for (const symbol of symbols) this.carried.delete(symbol);
    return { say: unsubscriptions(gone) };
  }

  resync(symbols: readonly string[], nowMs: number): SessionStep {
    const known = [...new Set(symbols)].filter((symbol) => this.carried.has(symbol));
    return { say: [...unsubscriptions(known), ...this.subscriptions(known, nowMs)] };
  }

  control(): SessionStep {
    return SILENCE;
  }

  tick(nowMs: number): SessionStep {
    if (this.pingedMs === null || nowMs - this.pingedMs < PING_INTERVAL_MS) return SILENCE;
    this.pingedMs = nowMs;
    return { say: ['PING'] };
  }

  private tokens(symbols: readonly string[]): readonly string[] {
    return symbols.flatMap((symbol) => this.carried.get(symbol) ?? []);
  }

  private subscriptions(ids: readonly string[], nowMs: number): readonly string[] {
    return chunks(ids).map((assets_ids) => {
      const first = this.pingedMs === null;
      this.pingedMs ??= nowMs;
      return frame(
        first
          ? { assets_ids, type: 'market', custom_feature_enabled: true }
          : { assets_ids, operation: 'subscribe', custom_feature_enabled: true },
      );
    });
  }
}

/** The two tokens; the market's own id, which is a symbol too, is nothing that can be subscribed. */
function tokensOf(first: string, symbols: readonly string[]): readonly string[] {
  return symbols.length < TOKENS ? [first] : symbols.slice(0, TOKENS);
}

function unsubscriptions(ids: readonly string[]): readonly string[] {
  return chunks(ids).map((assets_ids) => frame({ assets_ids, operation: 'unsubscribe' }));
}

function frame(command: SubscribeFrame): string {
  return JSON.stringify(command);
}

function chunks(ids: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [];
  for (let at = 0; at < ids.length; at += IDS_PER_FRAME_MAX) parts.push(ids.slice(at, at + IDS_PER_FRAME_MAX));
  return parts;
}
