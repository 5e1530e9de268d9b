/** The whole window: frame line and title by mode, toolbar, banner, panes, and the layers over them. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { Mode } from '../../src-shared/contract/window-main.ts';
import { connectionStore } from '../ports/connection-store.ts';
import { useApp } from '../stores/app-store.ts';
import { selectionStore } from '../stores/selection-store.ts';
import { useTarget } from '../stores/target.ts';
import { watchlistStore } from '../stores/watchlist-store.ts';
import { Banner } from './banner.tsx';
import { KeysOverlay } from './keys-overlay.tsx';
import { Layout } from './layout.tsx';
import { overlayStore } from './overlays-store.ts';
import { Palette } from './palette.tsx';
import { ReplayBar } from './replay/replay-bar.tsx';
import { Skeleton } from './skeleton.tsx';
import { Toasts } from './toasts.tsx';
import { Toolbar } from './toolbar.tsx';
import { useAlertSignals } from './use-alert-signals.ts';
import { useEndedLinks } from './use-ended-links.ts';
import { useHotkeys } from './use-hotkeys.ts';
import { useLinkReview } from './use-link-review.ts';

const MODE_WORD: Readonly<Record<Mode, string>> = { live: 'LIVE', demo: 'DEMO', replay: 'REPLAY' };

export function App() {
  const mode = useApp((app) => app.mode);
  const live = useStore(connectionStore, (connection) => connection.live);
  const main = useStore(connectionStore, (connection) => connection.main);
  const overlay = useStore(overlayStore, (state) => state.open);
  useHotkeys();
  useAlertSignals();
  useLinkReview();
  useEndedLinks();
  useWindowTitle(mode);
  useFirstMarket();
  useEffect(() => {
    document.documentElement.dataset.live = String(live);
    document.documentElement.dataset.main = main;
  }, [live, main]);
  return (
    <div className="window" data-mode={mode ?? 'none'}>
      <Toolbar modeWord={mode === null ? null : MODE_WORD[mode]} />
      <ReplayBar />
      <Banner />
      <main className="work">{mode === null ? <Skeleton /> : <Layout />}</main>
      {overlay === 'palette' ? <Palette /> : null}
      {overlay === 'keys' ? <KeysOverlay /> : null}
      <Toasts />
    </div>
  );
}

/** The title carries the mode, so that the task bar and a screenshot do too. */
function useWindowTitle(mode: Mode | null): void {
  const first = useStore(selectionStore, (selection) => selection.A);
  const info = useTarget(first);
  const market = info === null || info.title === '' ? '' : `${info.title} · `;
  useEffect(() => {
    document.title = mode === null ? 'Crossbook' : `${MODE_WORD[mode]} · ${market}Crossbook`;
  }, [mode, market]);
}

/** The first market of the watchlist is shown when nothing is: an instrument that starts dark teaches nothing. */
function useFirstMarket(): void {
  const first = useStore(watchlistStore, (state) => state.rows[0]);
  const mode = useApp((app) => app.mode);
  useEffect(() => {
    const { A, B, C } = selectionStore.getState();
    if (mode !== null && first !== undefined && A === null && B === null && C === null) {
      selectionStore.setState({ A: first });
    }
  }, [mode, first]);
}
