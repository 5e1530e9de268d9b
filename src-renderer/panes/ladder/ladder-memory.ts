/**
 * What a ladder remembers of itself between starts. Unknown or broken values read as the default.
 */
import type { PaneMemory } from '../pane.ts';
import type { ColumnKind } from './ladder-columns.ts';

export type LadderMemory = {
  /** 0: a row a price. */
  readonly groupMicros: number;
  /** Shows the second outcome. */
  readonly mirrored: boolean;
  readonly dense: boolean;
  readonly hidden: ReadonlySet<ColumnKind>;
};

const HIDEABLE: readonly ColumnKind[] = ['total', 'cum', 'member'];

export function readMemory(memory: PaneMemory): LadderMemory {
  const group = memory['group'];
  const hidden = typeof memory['hidden'] === 'string' ? memory['hidden'].split(' ') : [];
  return {
    groupMicros: typeof group === 'number' && Number.isInteger(group) && group > 0 ? group : 0,
    mirrored: memory['outcome'] === 'no',
    dense: memory['dense'] === true,
    hidden: new Set(HIDEABLE.filter((kind) => hidden.includes(kind))),
  };
}

/** The memory's own words for a change. */
export function writeMemory(change: Partial<LadderMemory>): PaneMemory {
  return {
    ...(change.groupMicros !== undefined && { group: change.groupMicros }),
    ...(change.mirrored !== undefined && { outcome: change.mirrored ? 'no' : 'yes' }),
    ...(change.dense !== undefined && { dense: change.dense }),
    ...(change.hidden !== undefined && { hidden: [...change.hidden].join(' ') }),
  };
}
