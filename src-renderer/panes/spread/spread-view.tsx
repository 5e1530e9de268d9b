/** The spread of one market: its chart, every direction as a row, and the costs of the selected direction. */
import { useMemo, useState } from 'react';
import { engineClient } from '../../stores/clients.ts';
import { LINK_GONE_TEXT } from '../../stores/links-store.ts';
import { useLinkWays } from '../../stores/spreads-store.ts';
import { type TargetInfo, useTarget } from '../../stores/target.ts';
import { SuggestedLinks } from '../../widgets/suggested-links.tsx';
import type { PaneProps } from '../pane.ts';
import { SpreadCosts } from './spread-costs.tsx';
import { SpreadGraph } from './spread-graph.tsx';
import { SpreadWays } from './spread-ways.tsx';
import './spread.css';

export function SpreadView(props: PaneProps) {
  const info = useTarget(props.target);
  if (info === null || info.link === null || info.link.status === 'rejected') return <Teach info={info} />;
  // Another market is another chart: nothing of the last one may stay.
  return <Spread key={info.id} {...props} info={info} />;
}

function Spread({ info, visible }: PaneProps & { readonly info: TargetInfo }) {
  const { ways } = useLinkWays(engineClient.watchSpreads, visible ? info.id : null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [hovered, setHovered] = useState<string | null>(null);
  const shown = useMemo(() => {
    const wanted = hovered ?? chosen;
    return ways.find(({ buy, sell }) => `${buy} ${sell}` === wanted) ?? ways[0] ?? null;
  }, [ways, chosen, hovered]);
  const isSuggested = info.link?.status === 'suggested';
  return (
    <section className="spread" aria-label={`Spread of ${info.title}`} data-status={info.link?.status}>
      {isSuggested ? (
        <p className="spread-note warn">
          Suggested, not confirmed: these may not be the same contract. The figures are not an opportunity.
        </p>
      ) : null}
      {shown?.isBehind ? (
        <p className="spread-note warn">
          Behind: messages of a venue arrive late, so its prices are old. The figures are not an opportunity.
        </p>
      ) : null}
      {shown?.areFeesAssumed ? (
        <p className="spread-note warn">
          Part of a fee is assumed, because the venue does not state it. The figures are not an opportunity.
        </p>
      ) : null}
      <SpreadGraph info={info} ways={ways} visible={visible} />
      <SpreadWays
        ways={ways}
        visible={visible}
        shown={shown === null ? null : `${shown.buy} ${shown.sell}`}
        onChoose={setChosen}
        onHover={setHovered}
      />
      {shown === null || shown.buy === '' ? null : <SpreadCosts info={info} way={shown} visible={visible} />}
    </section>
  );
}

function Teach({ info }: { readonly info: TargetInfo | null }) {
  return (
    <div className="empty">
      <p className="empty-title">Spread</p>
      {info?.isGone ? (
        <p>{LINK_GONE_TEXT}</p>
      ) : info === null ? (
        <p>Choose a market that trades on several venues to see the profit between them after fees.</p>
      ) : (
        <>
          <p>
            This market is followed on one venue only. Once it is linked with the same contract on another venue, the
            profit between them after fees appears here.
          </p>
          <SuggestedLinks target={info.id} />
        </>
      )}
    </div>
  );
}
