/**
 * The component of the Ladder pane: chooses what is watched and saved, and passes it to the view that paints.
 *
 * React owns the controls and the elements; prices never pass through a render.
 */
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { setAlert } from '../../stores/alerts-store.ts';
import { engineClient } from '../../stores/clients.ts';
import { LadderFeed } from '../../stores/ladder-feed.ts';
import { setPreferences, usePreferences } from '../../stores/preferences-store.ts';
import { useLinkWays } from '../../stores/spreads-store.ts';
import { type TargetInfo, useTarget } from '../../stores/target.ts';
import { themeStore } from '../../stores/theme-store.ts';
import { toast } from '../../stores/toasts-store.ts';
import type { PriceUnit } from '../../text/format.ts';
import type { PaneProps } from '../pane.ts';
import { LadderBody, ladderElements } from './ladder-body.tsx';
import { LadderEmpty } from './ladder-empty.tsx';
import { LadderHeader } from './ladder-header.tsx';
import { followInput } from './ladder-input.ts';
import { type LadderMemory, readMemory, writeMemory } from './ladder-memory.ts';
import { type ViewTerms, viewTerms } from './ladder-terms.ts';
import { LadderView } from './ladder-view.ts';
import { alertAtPointer } from './model/ladder-alert.ts';
import { groupLabel, groupOf, groupsOf, stepGroup } from './model/ladder-groups.ts';
import { mergeGrids } from './model/price-axis.ts';
import './ladder.css';
import './ladder-options.css';
import './ladder-quotes.css';
import './ladder-stats.css';

/** Ages are shown in seconds. */
const AGE_INTERVAL_MS = 1_000;

export function LadderPane(props: PaneProps): ReactNode {
  const info = useTarget(props.target);
  if (info === null) return <LadderEmpty />;
  // Another market starts a new ladder: nothing of the last one may stay on screen.
  return <Ladder key={info.id} {...props} info={info} />;
}

function Ladder({ info, params, visible, commands }: PaneProps & { readonly info: TargetInfo }): ReactNode {
  const kept = useStore(params);
  const memory = useMemo(() => readMemory(kept), [kept]);
  const remember = (change: Partial<LadderMemory>): void => params.setState(writeMemory(change));
  const unit = usePreferences((preferences) => preferences.priceUnit);
  const grid = useMemo(() => mergeGrids(info.members.flatMap(({ facts }) => (facts ? [facts.priceGrid] : []))), [info]);
  const groups = useMemo(() => groupsOf(grid), [grid]);
  const group = groupOf(groups, memory.groupMicros);
  const [follows, setFollows] = useState(true);
  const root = useRef<HTMLElement>(null);
  const view = useLadderView(root, setFollows);
  const terms = useViewTerms(info, memory, unit);
  useLayoutEffect(() => view.current?.setTerms(terms), [view, terms]);
  useLayoutEffect(() => view.current?.setVisible(visible), [view, visible]);
  useLadderFeed(view, info, visible ? group : null);
  useLadderSpread(view, info.link === null ? null : info.id, visible);

  const moveGroup = (direction: 1 | -1): void => {
    const next = stepGroup(groups, group, direction);
    if (next !== group) remember({ groupMicros: next });
  };
  const recentre = (): void => view.current?.recentre();
  const alertHere = (): void => {
    if (view.current === null) return;
    const when = alertAtPointer(view.current.pointed);
    if (typeof when === 'string') toast('info', when);
    else setAlert(info.id, when);
  };
  useEffect(() =>
    commands.on((command) => {
      if (command === 'recentre') recentre();
      else if (command === 'flip-outcome') remember({ mirrored: !memory.mirrored });
      else if (command === 'alert-here') alertHere();
      else if (command === 'group-finer') moveGroup(-1);
      else if (command === 'group-coarser') moveGroup(1);
      else return false;
      return true;
    }),
  );

  const at = groups.indexOf(group);
  return (
    <section className="ladder" ref={root} data-outcome={memory.mirrored ? 'no' : 'yes'} data-centred={follows}>
      <LadderHeader
        title={info.title}
        target={info.id}
        isSuggested={info.link?.status === 'suggested'}
        outcomes={terms.outcomes}
        mirrored={memory.mirrored}
        onMirrored={(mirrored) => remember({ mirrored })}
        groupLabel={groupLabel(grid, group, unit)}
        onFiner={at > 0 ? () => moveGroup(-1) : null}
        onCoarser={at < groups.length - 1 ? () => moveGroup(1) : null}
        follows={follows}
        onRecentre={recentre}
        options={{
          unit,
          onUnit: (priceUnit) => setPreferences({ priceUnit }),
          dense: memory.dense,
          onDense: (dense) => remember({ dense }),
          hidden: memory.hidden,
          onHidden: (hidden) => remember({ hidden }),
          order: memory.order,
          onOrder: (order) => remember({ order }),
          severalVenues: info.members.length > 1,
        }}
      />
      <LadderBody title={info.title} onRecentre={recentre} onAlert={alertHere} />
    </section>
  );
}

/** The view of a mounted ladder, with its input. */
function useLadderView(
  root: RefObject<HTMLElement | null>,
  onFollows: (follows: boolean) => void,
): RefObject<LadderView | null> {
  const view = useRef<LadderView | null>(null);
  useLayoutEffect(() => {
    if (root.current === null) return;
    const elements = ladderElements(root.current);
    const made = new LadderView(elements);
    made.onFollows = onFollows;
    view.current = made;
    const stopInput = followInput(elements.body, elements.canvas, made);
    return () => {
      stopInput();
      made.dispose();
      view.current = null;
    };
  }, [root, onFollows]);
  return view;
}

/** Passes the state of the ladder to the view; `group` null while the pane is hidden. */
function useLadderFeed(view: RefObject<LadderView | null>, info: TargetInfo, group: number | null): void {
  const [feed] = useState(() => new LadderFeed(engineClient.watchLadder, (state) => view.current?.setState(state)));
  useLayoutEffect(() => feed.follow(info, group), [feed, info, group]);
  useEffect(() => () => feed.stop(), [feed]);
  const isVisible = group !== null;
  useEffect(() => {
    if (!isVisible) return;
    const timer = setInterval(() => view.current?.tickAges(), AGE_INTERVAL_MS);
    return () => clearInterval(timer);
  }, [view, isVisible]);
}

/** Passes the best direction of the link to the view while the pane is visible. */
function useLadderSpread(view: RefObject<LadderView | null>, link: string | null, visible: boolean): void {
  const { ways } = useLinkWays(engineClient.watchSpreads, visible ? link : null);
  useLayoutEffect(() => view.current?.setSpread(ways[0] ?? null), [view, ways]);
}

function useViewTerms(info: TargetInfo, memory: LadderMemory, unit: PriceUnit): ViewTerms {
  const theme = useStore(themeStore);
  return useMemo(() => viewTerms(info, memory, unit, theme), [info, memory, unit, theme]);
}
