/**
 * Shows how far the market lists of the venues are loaded: a progress bar per venue on the first load, a short text afterwards.
 */
import type { CatalogState, VenueCard } from '../../../src-shared/contract/window-main.ts';
import { useApp } from '../../stores/app-store.ts';
import { troubleText } from '../../text/catalog-text.ts';
import { formatAge, formatCount } from '../../text/format.ts';
import { useNow } from '../../widgets/use-now.ts';

type VenueState = CatalogState['byVenue'][number];

/** About so many markets a venue has when nothing is known of it; the bar then only shows that something happens. */
const UNKNOWN = null;

export function Discovery({ visible }: { readonly visible: boolean }) {
  const catalog = useApp((app) => app.catalog);
  const venues = useApp((app) => app.venues);
  const nowMs = useNow(visible);
  return (
    <div className="markets-discovery" role="status">
      {catalog.byVenue.map((state) => (
        <Venue key={state.venue} state={state} card={venues.find(({ id }) => id === state.venue)} nowMs={nowMs} />
      ))}
    </div>
  );
}

type VenueProps = { readonly state: VenueState; readonly card: VenueCard | undefined; readonly nowMs: number };

function Venue({ state, card, nowMs }: VenueProps) {
  const { listings, complete, refreshedMs, walk } = state;
  const note = state.trouble || state.note;
  const name = card?.name ?? state.venue;
  const words =
    state.trouble !== ''
      ? troubleText(state, name, nowMs)
      : complete
        ? `${name} ${formatCount(listings)}, ${formatAge(refreshedMs === null ? null : nowMs - refreshedMs)} ago`
        : `${name}: ${formatCount(Math.max(walk?.met ?? 0, listings))} found so far`;
  return (
    <span className="markets-venue" title={note === '' ? discoveryTitle(state, name) : note}>
      {walk !== null && !complete ? (
        <progress max={walk.expected ?? undefined} value={walk.expected === UNKNOWN ? undefined : walk.met} />
      ) : null}
      <span className={note === '' ? 'dim' : 'warn'}>{words}</span>
    </span>
  );
}

function discoveryTitle({ walk, complete, listings }: VenueState, name: string): string {
  if (walk === null)
    return `${name}: all ${formatCount(listings)} markets are known. The list is refreshed every minute.`;
  const of = walk.expected === null ? '' : ` of about ${formatCount(walk.expected)}`;
  const met = `${formatCount(walk.met)}${of} markets read`;
  return complete
    ? `${name} is being refreshed: ${met}.`
    : `${name} is being read for the first time, within its rate limit: ${met}. Markets can be used as soon as they are found.`;
}
