/** Reads and writes what a ladder saves with the layout. Unknown or invalid values read as the default. */
import type { PaneMemory } from '../pane.ts';
import { COLUMN_ORDER, type ColumnKind } from './paint/ladder-columns.ts';

export type LadderMemory = {
  /** 0: a row a price. */
  readonly groupMicros: number;
  /** Shows the second outcome. */
  readonly mirrored: boolean;
  readonly dense: boolean;
  readonly hidden: ReadonlySet<ColumnKind>;
  /** Every kind once, from the price outwards. */
  readonly order: readonly ColumnKind[];
};

export function readMemory(memory: PaneMemory): LadderMemory {
  const group = memory.group;
  const hidden = wordsOf(memory.hidden);
  const order = COLUMN_ORDER.toSorted((a, b) => placeOf(memory.order, a) - placeOf(memory.order, b));
  return {
    groupMicros: typeof group === 'number' && Number.isInteger(group) && group > 0 ? group : 0,
    mirrored: memory.outcome === 'no',
    dense: memory.dense === true,
    hidden: new Set(COLUMN_ORDER.filter((kind) => hidden.includes(kind))),
    order,
  };
}

const wordsOf = (value: PaneMemory[string] | undefined): readonly string[] =>
  typeof value === 'string' ? value.split(' ') : [];

/** Kinds the memory does not name come last, in their usual order. */
function placeOf(order: PaneMemory[string] | undefined, kind: ColumnKind): number {
  const at = wordsOf(order).indexOf(kind);
  return at >= 0 ? at : COLUMN_ORDER.length;
}

/** The memory's own words for a change. */
export function writeMemory(change: Partial<LadderMemory>): PaneMemory {
  return {
    ...(change.groupMicros !== undefined && { group: change.groupMicros }),
    ...(change.mirrored !== undefined && { outcome: change.mirrored ? 'no' : 'yes' }),
    ...(change.dense !== undefined && { dense: change.dense }),
    ...(change.hidden !== undefined && { hidden: [...change.hidden].join(' ') }),
    ...(change.order !== undefined && { order: change.order.join(' ') }),
  };
}
