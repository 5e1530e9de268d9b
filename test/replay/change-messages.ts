/**
 * How each venue publishes changes of a book, as text that true and recorded messages can be compared by. A venue's form is in
 * its test folder, in `exchange/messages.ts`; it shares no code with the app.
 */
import type { VenueId } from '../../src-exchange/model/contract-plan.ts';
import type { BookChange } from '../../src-exchange/model/world-sink.ts';
import { PLAYED_VENUES } from '../../src-exchange/venues.ts';

export type TrueMessage = { readonly market: string; readonly text: string };

export interface ChangeMessages {
  /** The messages that changes at one moment become, in order. `later`: changes that the book shows already and that come after. */
  of(changes: readonly BookChange[]): readonly { readonly text: string; readonly later: readonly BookChange[] }[];
  /** The message of a recorded frame; null: it changes no single level. */
  read(text: string, firstSymbols: ReadonlySet<string>): TrueMessage | null;
}

const MICROS = 1_000_000;

export const micros = (text: string): number => Math.round(Number(text) * MICROS);

export const CHANGE_MESSAGES: ReadonlyMap<VenueId, ChangeMessages> = new Map(
  await Promise.all(
    PLAYED_VENUES.map(async ({ id }) => {
      const module = (await import(`../venues/${id}/exchange/messages.ts`)) as { readonly messages: ChangeMessages };
      return [id, module.messages] as const;
    }),
  ),
);
