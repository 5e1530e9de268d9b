/** Writes moments in the zone that the user chose, on a clock of 24 hours, with the zone's name. */
import type { Preferences } from '../../src-shared/contract/window-main.ts';

export type TimeZone = Preferences['timeZone'];

/** `iana`: undefined is the zone of the machine. `name`: undefined is what the language calls it at the moment. */
const ZONES: Readonly<Record<TimeZone, { readonly iana: string | undefined; readonly name: string | undefined }>> = {
  local: { iana: undefined, name: undefined },
  utc: { iana: 'UTC', name: 'UTC' },
  'new-york': { iana: 'America/New_York', name: 'ET' },
};

const DAY = { day: 'numeric', month: 'short', year: 'numeric' } as const;
const MINUTE = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const SECOND = { ...MINUTE, second: '2-digit' } as const;

export class Times {
  /** "14:03:07", for lists whose head names the zone. */
  readonly clock: (atMs: number) => string;
  /** "14:03:07.042" */
  readonly exactClock: (atMs: number) => string;
  /** "14:03" */
  readonly shortClock: (atMs: number) => string;
  /** "30 Nov 2026, 14:03 UTC" */
  readonly day: (atMs: number) => string;
  /** "30 Nov 2026, 14:03:07 UTC" */
  readonly moment: (atMs: number) => string;
  /** "UTC", "ET", or what the machine's zone is called at the moment: "CET", "GMT+5:30". */
  readonly zone: (atMs: number) => string;

  constructor(timeZone: TimeZone) {
    const { iana, name } = ZONES[timeZone];
    const writer = (options: Intl.DateTimeFormatOptions): ((atMs: number) => string) => {
      const format = new Intl.DateTimeFormat('en-GB', { ...options, ...(iana && { timeZone: iana }) });
      return (atMs) => format.format(atMs);
    };
    const named = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short', ...(iana && { timeZone: iana }) });
    const zoneOf = (atMs: number): string =>
      named.formatToParts(atMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    this.zone = name === undefined ? zoneOf : () => name;
    this.clock = writer(SECOND);
    this.exactClock = writer({ ...SECOND, fractionalSecondDigits: 3 });
    this.shortClock = writer(MINUTE);
    const [day, moment] = [writer({ ...DAY, ...MINUTE }), writer({ ...DAY, ...SECOND })];
    this.day = (atMs) => `${day(atMs)} ${this.zone(atMs)}`;
    this.moment = (atMs) => `${moment(atMs)} ${this.zone(atMs)}`;
  }
}

const made = new Map<TimeZone, Times>();

/** The same object for the same zone. */
export function timesIn(timeZone: TimeZone): Times {
  const times = made.get(timeZone) ?? new Times(timeZone);
  made.set(timeZone, times);
  return times;
}
