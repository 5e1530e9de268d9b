/**
 * All long-lived components by name: the facts that each reports, what its state means for what is on the screen, and the button that
 * starts it again.
 */
import type { PartFacts, PartHealth } from '../../../src-shared/domain/part-health.ts';
import type { RequestHandlers } from '../answers/request-handlers.ts';

/** A component as it is now: its facts, its texts, and what the user can have it do. */
export type ComponentSource = Pick<PartHealth, 'part' | 'name' | 'venue'> & {
  readonly facts: PartFacts;
  means(facts: PartFacts): string;
  readonly action?: { readonly kind: 'restart' | 'retry'; run(): void };
};

export class ComponentRegistry {
  private readonly sources: (() => readonly ComponentSource[])[] = [];
  private readonly note: (text: string) => void;

  /** `note` logs which component the user restarted. */
  constructor(note: (text: string) => void) {
    this.note = note;
  }

  /** Lists these components, those that there are at the time, after the ones added before. */
  add(source: () => readonly ComponentSource[]): void {
    this.sources.push(source);
  }

  list(): readonly PartHealth[] {
    return this.all().map(({ part, name, venue, facts, means, action }) => {
      const { state, sinceMs, restarts, lastError, lastErrorMs } = facts;
      const reported = { state, sinceMs, restarts, lastError, lastErrorMs };
      return { part, name, venue, ...reported, means: means(facts), action: action?.kind ?? null };
    });
  }

  handlers(): Pick<RequestHandlers, 'restartPart'> {
    return {
      restartPart: ({ part }) => {
        const source = this.all().find((known) => known.part === part);
        if (!source) throw new Error(`There is no component ${part}.`);
        if (!source.action) throw new Error(`${source.name} cannot be restarted on its own.`);
        if (source.action.kind === 'restart') this.note(`${source.name}: restart requested by the user.`);
        source.action.run();
        return null;
      },
    };
  }

  private all(): readonly ComponentSource[] {
    return this.sources.flatMap((source) => source());
  }
}
