/**
 * Collects what a ladder's view needs of its market and of the user's choices.
 */
import type { PriceGrid } from '../../../src-shared/domain/price-grid.ts';
import type { TargetInfo } from '../../stores/target.ts';
import type { Theme } from '../../stores/theme-store.ts';
import type { PriceUnit } from '../../text/format.ts';
import type { LadderMemory } from './ladder-memory.ts';
import type { MemberTerms } from './model/ladder-touch.ts';
import type { ColumnKind } from './paint/ladder-columns.ts';

export type ViewMember = {
  readonly id: string;
  readonly name: string;
  readonly shortName: string;
  readonly colour: string;
  readonly grid: PriceGrid | null;
  readonly terms: MemberTerms;
};

/** A new object for every change. */
export type ViewTerms = {
  readonly title: string;
  readonly outcomes: readonly [string, string];
  readonly members: readonly ViewMember[];
  readonly unit: PriceUnit;
  readonly mirrored: boolean;
  readonly dense: boolean;
  readonly order: readonly ColumnKind[];
  readonly hidden: ReadonlySet<ColumnKind>;
  readonly themeRevision: number;
  readonly flashing: boolean;
};

const OUTCOMES: readonly [string, string] = ['YES', 'NO'];

export function viewTerms(info: TargetInfo, memory: LadderMemory, unit: PriceUnit, theme: Theme): ViewTerms {
  const same = info.members.find(({ orientation, facts }) => orientation === 'same' && facts !== null);
  return {
    title: info.title,
    outcomes: same?.facts?.outcomes ?? OUTCOMES,
    members: info.members.map(({ listing, orientation, facts, venue }) => ({
      id: venue?.id ?? listing,
      name: venue?.name ?? listing,
      shortName: venue?.shortName ?? listing,
      colour: venue?.colour[theme.scheme] ?? 'gray',
      grid: facts?.priceGrid ?? null,
      terms: { fees: facts?.fees ?? null, orientation },
    })),
    unit,
    mirrored: memory.mirrored,
    dense: memory.dense,
    order: memory.order,
    hidden: memory.hidden,
    themeRevision: theme.revision,
    flashing: theme.motion === 'normal',
  };
}

/** True when both look and count the same: new facts arrive for every change of any listing. */
export function sameTerms(a: ViewTerms | null, b: ViewTerms): boolean {
  return a !== null && termsText(a) === termsText(b);
}

const termsText = (terms: ViewTerms): string => JSON.stringify({ ...terms, hidden: [...terms.hidden] });
