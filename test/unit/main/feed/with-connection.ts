/** Connections to a socket server of a test, with times short enough to be waited for. */
import { onTestFinished } from 'vitest';
import { Connection } from '../../../../src-main/feed/connection.ts';
import type { ConnectionOptions, ConnectionTiming } from '../../../../src-main/feed/connection-options.ts';
import type { Json } from '../../../../src-shared/domain/notice.ts';
import type { Session, SessionStep, Venue } from '../../../../src-shared/venues/venue.ts';
import { unkeyed } from '../../../venues/roles.ts';
import { FeedRecorder } from './feed-recorder.ts';

/** Retries at once, and never silent unless a test says so. */
export const QUICK: ConnectionTiming = {
  recycleCheckMs: 600_000,
  ageMaxMs: 600_000,
  recycleAgeMinMs: 600_000,
  handoverMs: 600_000,
  backoffFirstMs: 10,
  backoffMaxMs: 20,
  silenceWarnMs: 600_000,
  silenceReplaceMs: 600_000,
  tickMs: 5,
};

export type TestConnection = { readonly connection: Connection; readonly heard: FeedRecorder };

/** A connection that carries `tokens`, not started, ended with the test. */
export function withConnection(
  url: string,
  options: Partial<ConnectionOptions> = {},
  tokens = ['1', '2'],
): TestConnection {
  const heard = new FeedRecorder();
  const connection = new Connection({
    venue: unkeyed.venue,
    url,
    headers: () => ({}),
    output: heard,
    random: () => 0,
    timing: QUICK,
    ...options,
  });
  onTestFinished(() => connection.stop());
  connection.add(tokens.map((symbol) => ({ symbol, listing: `${unkeyed.id}:${symbol}`, all: [symbol] })));
  return { connection, heard };
}

const SILENCE: SessionStep = { say: [] };

/** The conversation of a venue that says what it is asked and finds the faults that a test sends as control messages. */
export class PlainSession implements Session {
  open(symbols: readonly string[]): SessionStep {
    return said('open', symbols);
  }

  add(symbols: readonly string[]): SessionStep {
    return said('add', symbols);
  }

  remove(symbols: readonly string[]): SessionStep {
    return said('remove', symbols);
  }

  resync(symbols: readonly string[]): SessionStep {
    return said('resync', symbols);
  }

  control(message: Json): SessionStep {
    return { say: [], fault: message as unknown as NonNullable<SessionStep['fault']> };
  }

  tick(): SessionStep {
    return SILENCE;
  }
}

function said(what: string, symbols: readonly string[]): SessionStep {
  return { say: [JSON.stringify({ what, symbols })] };
}

export const plainVenue: Venue = { ...unkeyed.venue, createSession: () => new PlainSession() };
