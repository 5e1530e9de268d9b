/**
 * Which addresses the app may open in the user's browser: https pages of the venues' own domains, and no others.
 *
 * The domains come from the venues' own addresses, so a new venue's market pages open without a line here.
 */
import type { Venue } from '../../../src-shared/venues/venue.ts';

/** Domains of the venues: the last two labels of every address they publish. */
export function venueDomains(venues: readonly Venue[]): ReadonlySet<string> {
  const domains = new Set<string>();
  for (const venue of venues) {
    for (const endpoints of Object.values(venue.environments)) {
      for (const address of Object.values(endpoints)) {
        const host = URL.parse(address)?.hostname ?? '';
        // A loopback address or a bare name is nobody's domain.
        if (/[a-z]$/.test(host) && host.includes('.')) domains.add(host.split('.').slice(-2).join('.'));
      }
    }
  }
  return domains;
}

/** Whether an address may be opened. */
export function mayOpen(address: string, domains: ReadonlySet<string>): boolean {
  const url = URL.parse(address);
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.port !== '') return false;
  return domains.has(url.hostname.split('.').slice(-2).join('.'));
}
