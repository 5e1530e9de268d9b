/**
 * All long-lived parts by name: what each says of itself, what that means for what is on the screen, and the button that has one started
 * again.
 */
import type { PartFacts, PartHealth } from '../../../src-shared/domain/part-health.ts';
import type { SessionActions } from '../answers/session-actions.ts';

/** A part as it is handed in: its facts as they are now, its words, and what a person can have it do. */
export type PartSource = Pick<PartHealth, 'part' | 'name' | 'venue'> & {
  readonly facts: PartFacts;
  means(facts: PartFacts): string;
  readonly action?: { readonly kind: 'restart' | 'retry'; run(): void };
};

export class PartsDesk {
  private readonly sources: () => readonly PartSource[];
  private readonly note: (text: string) => void;

  /** `sources`: the parts there are now, in the order in which they are shown. `note` hears of what a person has started again. */
  constructor(sources: () => readonly PartSource[], note: (text: string) => void) {
    this.sources = sources;
    this.note = note;
  }

  list(): readonly PartHealth[] {
    return this.sources().map(({ part, name, venue, facts, means, action }) => {
      const { state, sinceMs, restarts, lastError, lastErrorMs } = facts;
      const told = { state, sinceMs, restarts, lastError, lastErrorMs };
      return { part, name, venue, ...told, means: means(facts), action: action?.kind ?? null };
    });
  }

  /** What windows may ask. */
  actions(): Pick<SessionActions, 'restartPart'> {
    return {
      restartPart: ({ part }) => {
        const source = this.sources().find((known) => known.part === part);
        if (!source) throw new Error(`There is no part ${part}.`);
        if (!source.action) throw new Error(`${source.name} cannot be started again by itself.`);
        if (source.action.kind === 'restart') this.note(`${source.name}: a person asked for a new start.`);
        source.action.run();
        return null;
      },
    };
  }
}
