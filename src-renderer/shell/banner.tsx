/**
 * Says plainly when the prices on screen are not live, and what happens next.
 */
import { TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { EngineState } from '../../src-shared/domain/health.ts';
import { type Connection, connectionStore } from '../frames/connection-store.ts';
import { useHealth } from '../frames/health-store.ts';
import { runCommand } from './commands.ts';

/** A start that takes this long deserves a word; a faster one does not need to flash one. */
const SAY_AFTER_MS = 1_500;

type Words = { readonly text: string; readonly detail: string; readonly canRestart: boolean };

/** What to say, or null when prices are live. */
export function bannerWords(connection: Connection, engine: EngineState | null): Words | null {
  const detail = connection.reason;
  if (connection.main === 'refused' || connection.engine === 'refused') {
    return { text: detail, detail: '', canRestart: false };
  }
  if (connection.main === 'lost') {
    const text =
      "The connection to Crossbook's own process was lost; prices on screen are frozen. It is tried again by itself.";
    return { text, detail, canRestart: false };
  }
  if (connection.main === 'connecting') {
    return { text: "Waiting for Crossbook's own process.", detail, canRestart: false };
  }
  if (engine === 'stopped') {
    const text = 'The engine stopped after crashing repeatedly; prices on screen are frozen until it is restarted.';
    return { text, detail, canRestart: true };
  }
  if (connection.live && engine !== 'restarting') return null;
  const text =
    connection.engine === 'connecting'
      ? 'Waiting for the engine that keeps the books.'
      : 'The connection to the engine was lost; prices on screen are frozen until its books are seeded again.';
  return { text, detail, canRestart: false };
}

export function Banner() {
  const connection = useStore(connectionStore);
  const engine = useHealth((state) => state.health?.engineState ?? null);
  const words = bannerWords(connection, connection.main === 'open' ? engine : null);
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
