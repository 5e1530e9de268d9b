/** The name of a session: the one the user gave it, or the time it began. */
import type { SessionCard } from '../../../src-shared/domain/session.ts';
import type { Times } from '../../text/times.ts';

const MICROS_PER_MS = 1_000;

/** With seconds: recordings that follow each other begin in one minute. */
export function sessionDay({ startMicros, id }: SessionCard, times: Times): string {
  return startMicros > 0 ? times.moment(startMicros / MICROS_PER_MS) : id;
}

export function sessionTitle(session: SessionCard, times: Times): string {
  return session.name === '' ? sessionDay(session, times) : session.name;
}
