/** What it means that a venue refused a request, by the HTTP status and whether a key was sent: no key is blamed that nobody sent. */

const UNAUTHORISED = 401;
const FORBIDDEN = 403;
/** RFC 7725: unavailable for legal reasons. */
const LEGAL = 451;

/** Whether the status refuses who asks, rather than what is asked. */
export function refusesCaller(status: number): boolean {
  return status === UNAUTHORISED || status === FORBIDDEN || status === LEGAL;
}

/** Sentences about a {@link refusesCaller} status, for the user. */
export function refusalText(venue: string, status: number, isKeySent: boolean): string {
  if (isKeySent && status !== LEGAL) {
    return `${venue} refused the key (HTTP ${status}). Check the key id, the key file and that both belong to the same environment.`;
  }
  if (status === UNAUTHORISED)
    return `${venue} asks for a key (HTTP ${status}), and none was sent. Set one in the settings.`;
  return `${venue} refuses this network or country (HTTP ${status}); no key is involved. Nothing of ${venue} is live from here; other exchanges, recordings and the demo work.`;
}
