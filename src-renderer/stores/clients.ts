/** Creates the two clients of this window and passes what they receive to the stores. Nothing connects before `startClients`. */
import type { EngineToWindow, WindowToEngine } from '../../src-shared/contract/window-engine.ts';
import type { MainToWindow, WindowToMain } from '../../src-shared/contract/window-main.ts';
import { connect } from '../ports/connect.ts';
import { connectionStore, setEngineUp, setPortState } from '../ports/connection-store.ts';
import { createEngineClient, type EngineClient } from '../ports/engine-client.ts';
import { MID_INTERVAL_MS } from '../ports/limits.ts';
import { createMainClient, type MainClient, type MainPush } from '../ports/main-client.ts';
import { askAlertsWith, loadAlerts, takeAlert } from './alerts-store.ts';
import { appStore } from './app-store.ts';
import { addEvents, loadEvents } from './events-store.ts';
import { putHealth } from './health-store.ts';
import { linkSearchStore } from './link-search-store.ts';
import { changeLinks, setLinks } from './links-store.ts';
import { fetchListingsWith, takeListings } from './listings-store.ts';
import { flushPreferences, loadPreferences } from './preferences-store.ts';
import { QuotesStore } from './quotes-store.ts';
import { replayStore } from './replay-store.ts';
import { putJob, sessionsStore } from './sessions-store.ts';
import { createShown } from './shown.ts';
import { SpreadsStore } from './spreads-store.ts';
import { toast, toastEvent } from './toasts-store.ts';
import { loadWatchlist, pushWatchlist } from './watchlist-store.ts';

export const mainClient: MainClient = createMainClient({
  connect: () => connect<WindowToMain, MainToWindow>('main'),
  onState: (state, reason) => setPortState('main', state, reason),
  onPush: takePush,
});

export const engineClient: EngineClient = createEngineClient({
  connect: () => connect<WindowToEngine, EngineToWindow>('engine'),
  onState: (state, reason) => setPortState('engine', state, reason),
  onFault: (error) => reportError(error),
  nowMicros: () => Math.round((performance.timeOrigin + performance.now()) * 1_000),
});

export const quotes = new QuotesStore(engineClient.watchQuotes);

export const spreads = new SpreadsStore(engineClient.watchSpreads);

export const shown = createShown((listings) => {
  // A failure means a lost port: everything is sent again after the next hello.
  mainClient.request('show', { listings }).catch(() => undefined);
});

/** Connects both ports and follows the page's life. */
export function startClients(): void {
  mainClient.start();
  engineClient.start();
  engineClient.setVisible(!document.hidden);
  document.addEventListener('visibilitychange', () => engineClient.setVisible(!document.hidden));
  window.addEventListener('pagehide', flushPreferences);
  setInterval(() => quotes.sample(), MID_INTERVAL_MS);
}

askAlertsWith({
  setAlertRules: (rules) => mainClient.request('setAlertRules', { rules }),
  acknowledgeAlerts: (ids) => mainClient.request('acknowledgeAlerts', { ids }),
  clearAlerts: () => mainClient.request('clearAlerts', {}),
  restoreAlerts: () => mainClient.request('restoreAlerts', {}),
});

const openers = new Set<(target: string) => void>();

/** Calls the listener when the user opens a market from outside of the window (a notification). */
export function onOpenMarket(listener: (target: string) => void): () => void {
  openers.add(listener);
  return () => openers.delete(listener);
}

const warned = new Set<string>();

function takeHello(hello: Extract<MainPush, { kind: 'hello' }>): void {
  const { mode, version, host, venues, catalog } = hello;
  setLinks(hello.links, hello.linksRevision);
  loadEvents(hello.events);
  loadPreferences(hello.preferences, (preferences) => {
    const saved = mainClient.request('setPreferences', { preferences });
    saved.catch((error: Error) => toast('warn', `Your settings could not be saved: ${error.message}`));
    return saved;
  });
  loadWatchlist(hello.watchlist, (watchlist) => mainClient.request('setWatchlist', { watchlist }));
  // A reconnect brings the same warnings again.
  for (const text of hello.warnings) {
    if (!warned.has(text)) toast('warn', text);
    warned.add(text);
  }
  fetchListingsWith((ids) => mainClient.request('listings', { ids }));
  appStore.setState({ mode, version, host, venues, catalog });
  shown.resend();
}

/** Every hello repeats the state, also when nothing changed. */
function takeEngine(isUp: boolean): void {
  const wasUp = connectionStore.getState().isEngineUp;
  setEngineUp(isUp);
  if (isUp && !wasUp) engineClient.renew('the engine was restarted');
}

function takePush(push: MainPush): void {
  switch (push.kind) {
    case 'hello':
      takeHello(push);
      break;
    case 'venues':
      appStore.setState({ venues: push.venues });
      break;
    case 'links':
      changeLinks(push, push.revision);
      break;
    case 'linkSearch':
      linkSearchStore.setState(push.search);
      break;
    case 'watchlist':
      pushWatchlist(push.watchlist);
      break;
    case 'catalog':
      appStore.setState({ catalog: push.catalog });
      break;
    case 'listings':
      takeListings(push.listings);
      break;
    case 'health':
      putHealth(push.health);
      break;
    case 'events':
      addEvents(push.events);
      for (const event of push.events) if (event.level === 'error') toastEvent('error', event.text);
      break;
    case 'recording':
      sessionsStore.setState({ recording: push.recording });
      break;
    case 'sessions':
      sessionsStore.setState({ sessions: push.sessions });
      break;
    case 'job':
      putJob(push.job);
      break;
    case 'alerts':
      loadAlerts(push.rules, push.log, push.notifies);
      break;
    case 'alert':
      takeAlert(push.alert);
      break;
    case 'open-market':
      for (const listener of openers) listener(push.target);
      break;
    case 'replay':
      replayStore.setState({ replay: push.replay });
      break;
    case 'engine':
      takeEngine(push.state === 'running');
      break;
  }
}
