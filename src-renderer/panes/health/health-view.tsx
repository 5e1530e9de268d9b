/**
 * The health pane: a line of totals on top, then connections, engine and events side by side, or stacked when the pane is narrow.
 */
import { ClipboardCopy } from 'lucide-react';
import type { AppHealth } from '../../../src-shared/domain/health.ts';
import { useHealth } from '../../stores/health-store.ts';
import { formatBytes, formatCount, formatMeasure } from '../../text/format.ts';
import { copyReport } from '../../widgets/copy-report.ts';
import type { PaneProps } from '../pane.ts';
import { Connections } from './connections.tsx';
import { Coverage } from './coverage.tsx';
import { CrossChecks } from './cross-checks.tsx';
import { Engine } from './engine.tsx';
import { Events } from './events.tsx';
import { isWell, Parts } from './parts.tsx';
import './health.css';

export function HealthView({ params, visible, openMarket }: PaneProps) {
  const health = useHealth((state) => state.health);
  return (
    <div className="health figures-of-main">
      <div className="health-sums">
        {health === null ? <span className="dim">Waiting for the first figures.</span> : <Sums health={health} />}
        <button type="button" className="button health-copy" onClick={() => void copyReport()}>
          <ClipboardCopy size={12} aria-hidden="true" /> Copy report
        </button>
      </div>
      <div className="health-parts">
        <div className="health-part">
          <section aria-label="Connections">
            <Connections connections={health?.connections ?? []} />
          </section>
          <section aria-label="Components">
            <Parts parts={health?.parts ?? []} atMs={health?.atMs ?? 0} />
          </section>
        </div>
        <div className="health-part">
          <section aria-label="Engine">
            <Engine engine={health?.engine ?? null} />
          </section>
          <section aria-label="Coverage">
            <Coverage coverage={health?.engine?.coverage ?? []} openMarket={openMarket} />
          </section>
          <section aria-label="Cross-checks">
            <CrossChecks checks={health?.crossChecks ?? []} atMs={health?.atMs ?? 0} openMarket={openMarket} />
          </section>
        </div>
        <section aria-label="Events" className="health-part health-events">
          <Events params={params} visible={visible} />
        </section>
      </div>
    </div>
  );
}

function Sums({ health }: { readonly health: AppHealth }) {
  const { engine, parts } = health;
  const unwell = parts.filter((part) => !isWell(part)).length;
  return (
    <>
      <Sum name="Engine" value={health.engineState} warn={health.engineState !== 'running'} />
      {unwell === 0 ? null : <Sum name="components in trouble" value={formatCount(unwell)} warn />}
      <Sum name="restarts" value={formatCount(health.engineRestarts)} warn={health.engineRestarts > 0} />
      <Sum
        name="books synced"
        value={engine === null ? '–' : `${formatCount(engine.synced)}/${formatCount(engine.books - engine.closed)}`}
        warn={engine !== null && engine.synced < engine.books - engine.closed}
      />
      <Sum name="gaps" value={formatCount(engine?.gaps ?? 0)} />
      <Sum name="resyncs" value={formatCount(engine?.resyncs ?? 0)} />
      <Sum name="unreadable" value={formatCount(engine?.decodeErrors ?? 0)} warn={(engine?.decodeErrors ?? 0) > 0} />
      <Sum name="dropped" value={formatCount(health.droppedFrames)} warn={health.droppedFrames > 0} />
      <Sum name="loop delay" value={`${formatMeasure(health.mainDelayMs)} ms`} warn={health.mainDelayMs > 50} />
      <Sum name="memory" value={`${formatBytes(health.mainHeapBytes)} + ${formatBytes(engine?.heapBytes ?? 0)}`} />
    </>
  );
}

type SumProps = { readonly name: string; readonly value: string; readonly warn?: boolean };

function Sum({ name, value, warn = false }: SumProps) {
  return (
    <span className="sum" data-warn={warn}>
      <span className="faint">{name}</span> <span className="num">{value}</span>
    </span>
  );
}
