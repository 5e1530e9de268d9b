/** The name of a session: the one the user gave it, or the time it began. */
import type { SessionCard } from '../../../src-shared/domain/session.ts';

const MICROS_PER_MS = 1_000;
/** With seconds: recordings that follow each other begin in one minute. */
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

export function sessionDay({ startMicros, id }: SessionCard): string {
  return startMicros > 0 ? MOMENT.format(startMicros / MICROS_PER_MS) : id;
}

export function sessionTitle(session: SessionCard): string {
  return session.name === '' ? sessionDay(session) : session.name;
}
