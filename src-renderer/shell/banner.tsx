/** Shows why the prices on screen are not live, and what happens next. */
import { TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { connectionStore } from '../ports/connection-store.ts';
import { useHealth } from '../stores/health-store.ts';
import { bannerText } from './banner-text.ts';
import { runCommand } from './commands.ts';

/** A start that takes longer than this shows a banner; a faster one would only make it flash. */
const SAY_AFTER_MS = 1_500;

export function Banner() {
  const connection = useStore(connectionStore);
  const engine = useHealth((state) => state.health?.engineState ?? null);
  const words = bannerText(connection, connection.main === 'open' ? engine : null);
  const isStarting = connection.main === 'connecting' || connection.engine === 'connecting';
  const isDue = useAfter(SAY_AFTER_MS, isStarting) || !isStarting;
  return (
    <div className="banner-place" role="status" aria-live="assertive">
      {words !== null && isDue ? (
        <div className="banner">
          <TriangleAlert size={14} aria-hidden="true" />
          <span>{words.text}</span>
          {words.detail === '' ? null : <span className="banner-detail clip">{words.detail}</span>}
          {words.canRestart ? (
            <button type="button" className="button" onClick={() => runCommand('restart-engine')}>
              Restart the engine
            </button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

/** True once `isOn` has held for some time. */
function useAfter(ms: number, isOn: boolean): boolean {
  const [isPast, setPast] = useState(false);
  useEffect(() => {
    setPast(false);
    if (!isOn) return;
    const timer = setTimeout(() => setPast(true), ms);
    return () => clearTimeout(timer);
  }, [ms, isOn]);
  return isPast;
}
