/** Holds the event log, oldest first, bounded. */
import { createStore } from 'zustand/vanilla';
import type { LogEvent } from '../../src-shared/domain/health.ts';
import { EVENT_LOG_MAX } from '../../src-shared/domain/limits.ts';

/** An event with a number, because two may be equal in every field. */
export type LoggedEvent = LogEvent & { readonly serial: number };

export const eventsStore = createStore<readonly LoggedEvent[]>(() => []);

let lastSerial = 0;

const numbered = (event: LogEvent): LoggedEvent => ({ ...event, serial: ++lastSerial });

/** Replaces the log: main's hello brings all it kept. */
export function loadEvents(events: readonly LogEvent[]): void {
  eventsStore.setState(events.slice(-EVENT_LOG_MAX).map(numbered), true);
}

export function addEvents(events: readonly LogEvent[]): void {
  eventsStore.setState([...eventsStore.getState(), ...events.map(numbered)].slice(-EVENT_LOG_MAX), true);
}
