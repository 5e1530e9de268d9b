/** The event log: newest on top, filtered by level and venue; the filters are saved. */
import { memo } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { useApp } from '../../stores/app-store.ts';
import { eventsStore, type LoggedEvent } from '../../stores/events-store.ts';
import { useTimes } from '../../widgets/use-times.ts';
import { VenueTag } from '../../widgets/venue-tag.tsx';
import type { PaneMemory } from '../pane.ts';
import { filterEvents, LEVELS, type Level } from './filter-events.ts';

/** Rows drawn; the report contains the whole log. */
const ROWS_MAX = 300;

const LEVEL_LABEL: Readonly<Record<Level, string>> = {
  info: 'All levels',
  warn: 'Warnings and errors',
  error: 'Errors only',
};

type EventsProps = { readonly params: StoreApi<PaneMemory>; readonly visible: boolean };

export function Events({ params, visible }: EventsProps) {
  const level = useStore(params, (memory) => LEVELS.find((known) => known === memory.level) ?? 'info');
  const venue = useStore(params, (memory) => String(memory.venue ?? ''));
  const venues = useApp((app) => app.venues);
  const events = useStore(eventsStore);
  const times = useTimes();
  const shown = visible ? filterEvents(events, level, venue, ROWS_MAX) : [];
  return (
    <>
      <div className="events-bar">
        <h3>Events, {times.zone(shown[0]?.atMs ?? Date.now())}</h3>
        <select
          aria-label="Minimum level"
          value={level}
          onChange={(event) => params.setState({ level: event.target.value })}
        >
          {LEVELS.map((known) => (
            <option key={known} value={known}>
              {LEVEL_LABEL[known]}
            </option>
          ))}
        </select>
        <select
          aria-label="Venue filter"
          value={venue}
          onChange={(event) => params.setState({ venue: event.target.value })}
        >
          <option value="">All venues</option>
          {venues.map((card) => (
            <option key={card.id} value={card.id}>
              {card.name}
            </option>
          ))}
        </select>
      </div>
      <ul className="events">
        {shown.map((event) => (
          <EventRow key={event.serial} event={event} />
        ))}
        {shown.length === 0 ? <li className="empty-line">No event matches the filters</li> : null}
      </ul>
    </>
  );
}

const EventRow = memo(function EventRow({ event }: { readonly event: LoggedEvent }) {
  const times = useTimes();
  return (
    <li data-level={event.level}>
      <span className="clock faint" title={times.moment(event.atMs)}>
        {times.clock(event.atMs)}
      </span>
      <span className="event-code">{event.code}</span>
      {event.venue === '' ? null : <VenueTag listing={`${event.venue}:`} />}
      <span className="selectable event-text">{event.text}</span>
    </li>
  );
});
