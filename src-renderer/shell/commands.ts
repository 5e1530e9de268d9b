/** Lists the commands that the palette offers and the hotkeys run. */
import { acknowledge } from '../stores/alerts-store.ts';
import { mainClient } from '../stores/clients.ts';
import { reviewLinks } from '../stores/link-review-store.ts';
import { nextPriceUnit, preferencesStore, setPreferences } from '../stores/preferences-store.ts';
import { selectionStore } from '../stores/selection-store.ts';
import { toast } from '../stores/toasts-store.ts';
import { copyReport } from '../widgets/copy-report.ts';
import { workspace } from './dock/workspace.ts';
import { showOverlay } from './overlays-store.ts';
import { recordShown, recordWatchlist, toggleRecording } from './recording-controls.ts';
import { changeSpeed, jumpReplay, skipReplay, stepReplay, toggleReplay } from './replay/replay-controls.ts';

export type CommandId =
  | 'palette'
  | 'search'
  | 'keys'
  | 'next-pane'
  | 'previous-pane'
  | 'maximise-pane'
  | 'close-pane'
  | 'move-pane-left'
  | 'move-pane-right'
  | 'move-pane-up'
  | 'move-pane-down'
  | 'price-unit'
  | 'recentre'
  | 'group-finer'
  | 'group-coarser'
  | 'flip-outcome'
  | 'reset-layout'
  | 'times-local'
  | 'times-utc'
  | 'times-new-york'
  | 'theme-dark'
  | 'theme-light'
  | 'theme-system'
  | 'side-colours'
  | 'alerts'
  | 'alert-here'
  | 'acknowledge-alerts'
  | 'review-links'
  | 'record'
  | 'record-watchlist'
  | 'record-shown'
  | 'replay-toggle'
  | 'replay-step'
  | 'replay-step-market'
  | 'replay-slower'
  | 'replay-faster'
  | 'replay-back'
  | 'replay-forward'
  | 'replay-back-minute'
  | 'replay-forward-minute'
  | 'replay-start'
  | 'replay-end'
  | 'restart-engine'
  | 'copy-report';

export type Command = {
  readonly id: CommandId;
  readonly title: string;
  /** More search terms. */
  readonly words: string;
  readonly run: () => void;
};

const command = (id: CommandId, title: string, words: string, run: () => void): Command => ({ id, title, words, run });

const SKIP_SECONDS = 5;
const SKIP_FAR_SECONDS = 60;
/** The pane that the bell opens. */
const ALERTS_PANE = 'alerts';

export const SEARCH_FIELD_ID = 'market-search';

export const COMMANDS: readonly Command[] = [
  command('palette', 'Find markets, panes and commands', 'palette', () => showOverlay('palette')),
  command('search', 'Search markets', 'find catalogue', focusSearch),
  command('keys', 'Show keyboard shortcuts', 'help shortcuts hotkeys keyboard', () => showOverlay('keys')),
  command('next-pane', 'Next pane', 'focus window', () => workspace.focusNext(1)),
  command('previous-pane', 'Previous pane', 'focus window', () => workspace.focusNext(-1)),
  command('maximise-pane', 'Maximise or restore the pane', 'full screen zoom', () => workspace.toggleMaximised()),
  command('close-pane', 'Close the pane', 'remove', () => workspace.closeActive()),
  command('move-pane-left', 'Split: move the pane to the left', 'dock', () => workspace.moveActive('left')),
  command('move-pane-right', 'Split: move the pane to the right', 'dock', () => workspace.moveActive('right')),
  command('move-pane-up', 'Split: move the pane up', 'dock above', () => workspace.moveActive('top')),
  command('move-pane-down', 'Split: move the pane down', 'dock below', () => workspace.moveActive('bottom')),
  command('price-unit', 'Change the price unit', 'cents probability decimal odds', nextPriceUnit),
  command('times-local', 'Times: of this computer', 'time zone clock local', () =>
    setPreferences({ timeZone: 'local' }),
  ),
  command('times-utc', 'Times: UTC', 'time zone clock', () => setPreferences({ timeZone: 'utc' })),
  command('times-new-york', 'Times: New York (ET)', 'time zone clock eastern', () =>
    setPreferences({ timeZone: 'new-york' }),
  ),
  command('recentre', 'Ladder: recentre on the touch', 'centre', () => workspace.router.send('recentre')),
  command('group-finer', 'Ladder: finer price rows', 'grouping tick', () => workspace.router.send('group-finer')),
  command('group-coarser', 'Ladder: coarser price rows', 'grouping', () => workspace.router.send('group-coarser')),
  command('flip-outcome', 'Ladder: flip YES and NO', 'outcome side', () => workspace.router.send('flip-outcome')),
  command('reset-layout', 'Reset layout', 'default panes workspace', () => workspace.reset()),
  command('theme-dark', 'Theme: dark', 'colour look', () => setPreferences({ theme: 'dark' })),
  command('theme-light', 'Theme: light', 'colour look', () => setPreferences({ theme: 'light' })),
  command('theme-system', 'Theme: system', 'colour look', () => setPreferences({ theme: 'system' })),
  command('side-colours', 'Bid and ask colours: blue and orange, or green and red', 'theme', flipSideColours),
  command('alerts', 'Alerts: rules and log', 'bell notify sound', () => workspace.open(ALERTS_PANE)),
  command('alert-here', 'Alert at the price under the pointer', 'ladder notify', () =>
    workspace.router.send('alert-here'),
  ),
  command('acknowledge-alerts', 'Alerts: mark all as seen', 'acknowledge bell', () => acknowledge([])),
  command('review-links', 'Links: review links of the current market', 'suggested confirm same contract match', () =>
    reviewLinks(selectionStore.getState().A),
  ),
  command('record', 'Start or stop recording', 'rec capture session journal', toggleRecording),
  command(
    'record-watchlist',
    'Record only the connections of the watchlist',
    'markets rec capture session chosen',
    recordWatchlist,
  ),
  command(
    'record-shown',
    'Record only the connections of the current market',
    'rec capture session chosen',
    recordShown,
  ),
  command('replay-toggle', 'Replay: play or pause', 'session', toggleReplay),
  command('replay-step', 'Replay: step one message', 'session', () => stepReplay(null)),
  command('replay-step-market', 'Replay: step to the next change of the current market', 'session', () =>
    stepReplay(selectionStore.getState().A),
  ),
  command('replay-slower', 'Replay: slower', 'session speed', () => changeSpeed(-1)),
  command('replay-faster', 'Replay: faster', 'session speed', () => changeSpeed(1)),
  command('replay-back', 'Replay: back five seconds', 'session seek', () => skipReplay(-SKIP_SECONDS)),
  command('replay-forward', 'Replay: forward five seconds', 'session seek', () => skipReplay(SKIP_SECONDS)),
  command('replay-back-minute', 'Replay: back a minute', 'session seek', () => skipReplay(-SKIP_FAR_SECONDS)),
  command('replay-forward-minute', 'Replay: forward a minute', 'session seek', () => skipReplay(SKIP_FAR_SECONDS)),
  command('replay-start', 'Replay: to the beginning', 'session seek', () => jumpReplay('start')),
  command('replay-end', 'Replay: to the end', 'session seek', () => jumpReplay('end')),
  command('restart-engine', 'Restart the engine', 'process crash books', restartEngine),
  command('copy-report', 'Copy report', 'bug support health clipboard', () => void copyReport()),
];

const byId = new Map(COMMANDS.map((entry) => [entry.id, entry]));

/** Runs a command. */
export function runCommand(id: CommandId): void {
  byId.get(id)?.run();
}

function focusSearch(): void {
  const field = document.getElementById(SEARCH_FIELD_ID);
  if (field instanceof HTMLInputElement) {
    field.focus();
    field.select();
  }
}

function flipSideColours(): void {
  const { sideColours } = preferencesStore.getState();
  setPreferences({ sideColours: sideColours === 'blue-orange' ? 'green-red' : 'blue-orange' });
}

function restartEngine(): void {
  // Events of main report that it stopped and runs again.
  mainClient.request('restartPart', { part: 'engine' }).catch((error: Error) => {
    toast('error', `The engine was not restarted: ${error.message}`);
  });
}
