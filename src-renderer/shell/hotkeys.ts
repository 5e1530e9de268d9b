/**
 * Lists every key of Crossbook in one table, from which the keyboard acts and the `?` overlay is drawn.
 *
 * Keys do not act while the user types or a dialog is open, unless the row allows it.
 */
import type { CommandId } from './commands.ts';

export type Hotkey = {
  /** As KeyboardEvent.key, lower case; `mod` is Ctrl, and Cmd on a Mac. Several for one command: the first is shown. */
  readonly keys: readonly string[];
  readonly what: string;
  readonly group: 'Anywhere' | 'Ladder' | 'Lists' | 'Links' | 'Sessions' | 'Replay';
  /** Null: the list or pane in focus handles it itself; the row is here to be shown. */
  readonly command: CommandId | null;
  readonly whileTyping?: true;
};

export const HOTKEYS: readonly Hotkey[] = [
  {
    keys: ['mod+k'],
    what: 'Find markets, panes and commands',
    group: 'Anywhere',
    command: 'palette',
    whileTyping: true,
  },
  { keys: ['/'], what: 'Search markets', group: 'Anywhere', command: 'search' },
  { keys: ['?'], what: 'Show keyboard shortcuts', group: 'Anywhere', command: 'keys' },
  { keys: ['f6'], what: 'Next pane', group: 'Anywhere', command: 'next-pane', whileTyping: true },
  { keys: ['shift+f6'], what: 'Previous pane', group: 'Anywhere', command: 'previous-pane', whileTyping: true },
  { keys: ['u'], what: 'Cents, probability or decimal odds', group: 'Anywhere', command: 'price-unit' },
  { keys: ['r'], what: 'Start or stop recording', group: 'Anywhere', command: 'record' },
  { keys: ['b'], what: 'Alerts: rules and log', group: 'Anywhere', command: 'alerts' },
  { keys: ['k'], what: 'Links of the current market', group: 'Anywhere', command: 'review-links' },
  { keys: ['escape'], what: 'Close, or leave the field', group: 'Anywhere', command: null },
  { keys: [' '], what: 'Recentre on the touch', group: 'Ladder', command: 'recentre' },
  { keys: ['['], what: 'Finer price rows', group: 'Ladder', command: 'group-finer' },
  { keys: [']'], what: 'Coarser price rows', group: 'Ladder', command: 'group-coarser' },
  { keys: ['a'], what: 'Alert at the price under the pointer', group: 'Ladder', command: 'alert-here' },
  { keys: ['n', 'v'], what: 'Flip YES and NO', group: 'Ladder', command: 'flip-outcome' },
  { keys: ['enter'], what: 'Replay the session', group: 'Sessions', command: null },
  { keys: ['e'], what: 'Export the session', group: 'Sessions', command: null },
  { keys: ['v'], what: 'Verify the session', group: 'Sessions', command: null },
  { keys: ['f2'], what: 'Rename the session', group: 'Sessions', command: null },
  { keys: ['delete'], what: 'Move the session to the trash', group: 'Sessions', command: null },
  { keys: ['p'], what: 'Play or pause', group: 'Replay', command: 'replay-toggle' },
  { keys: ['.'], what: 'Step one message', group: 'Replay', command: 'replay-step' },
  {
    keys: ['>'],
    what: 'Step to the next change of the current market',
    group: 'Replay',
    command: 'replay-step-market',
  },
  { keys: ['-'], what: 'Slower', group: 'Replay', command: 'replay-slower' },
  { keys: ['=', '+'], what: 'Faster', group: 'Replay', command: 'replay-faster' },
  { keys: ['j'], what: 'Back five seconds', group: 'Replay', command: 'replay-back' },
  { keys: ['l'], what: 'Forward five seconds', group: 'Replay', command: 'replay-forward' },
  { keys: ['shift+j'], what: 'Back a minute', group: 'Replay', command: 'replay-back-minute' },
  { keys: ['shift+l'], what: 'Forward a minute', group: 'Replay', command: 'replay-forward-minute' },
  { keys: ['shift+home'], what: 'To the beginning', group: 'Replay', command: 'replay-start' },
  { keys: ['shift+end'], what: 'To the end', group: 'Replay', command: 'replay-end' },
  { keys: ['arrowup'], what: 'Move up', group: 'Lists', command: null },
  { keys: ['arrowdown'], what: 'Move down', group: 'Lists', command: null },
  { keys: ['enter'], what: 'Show the market', group: 'Lists', command: null },
  { keys: ['shift+enter'], what: 'Open the market in a new ladder', group: 'Lists', command: null },
  { keys: ['alt+enter'], what: 'Add the market to the watchlist', group: 'Lists', command: null },
  { keys: ['mod+enter'], what: 'Review the links suggested for the market found', group: 'Lists', command: null },
  { keys: ['alt+arrowup'], what: 'Move the watchlist row up', group: 'Lists', command: null },
  { keys: ['alt+arrowdown'], what: 'Move the watchlist row down', group: 'Lists', command: null },
  { keys: ['delete'], what: 'Remove the row from the watchlist', group: 'Lists', command: null },
  { keys: ['c'], what: 'Confirm the link', group: 'Links', command: null },
  { keys: ['x'], what: 'Reject the link', group: 'Links', command: null },
  { keys: ['f'], what: 'Invert the second listing', group: 'Links', command: null },
  { keys: ['s'], what: 'Remove the last listing from the link', group: 'Links', command: null },
];

/** What a key press is, apart from the DOM. */
export type KeyPress = {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
};

/** Where the press happened. */
export type KeyPlace = {
  /** In a text field. */
  readonly isTyping: boolean;
  /** On a control that handles space and Enter. */
  readonly isControl: boolean;
  readonly isDialogOpen: boolean;
  readonly isMac: boolean;
};

/** The command a key press means, or null. */
export function commandOf(press: KeyPress, place: KeyPlace): CommandId | null {
  const pressed = pressText(press, place.isMac);
  if (pressed === ' ' && place.isControl) return null;
  for (const hotkey of HOTKEYS) {
    if (hotkey.command === null || !hotkey.keys.includes(pressed)) continue;
    const isAllowed = hotkey.whileTyping === true || !(place.isTyping || place.isDialogOpen);
    return isAllowed ? hotkey.command : null;
  }
  return null;
}

/** The key as the table writes it. Shift is left out where it only produces the character (`?`). */
function pressText(press: KeyPress, isMac: boolean): string {
  const key = press.key.toLowerCase();
  const hasMod = isMac ? press.metaKey : press.ctrlKey;
  const hasOther = isMac ? press.ctrlKey : press.metaKey;
  if (hasOther) return '';
  const shift = press.shiftKey && (key.length > 1 || (key >= 'a' && key <= 'z')) ? 'shift+' : '';
  return `${hasMod ? 'mod+' : ''}${press.altKey ? 'alt+' : ''}${shift}${key}`;
}

const KEY_NAMES: Readonly<Record<string, string>> = {
  ' ': 'Space',
  arrowup: '↑',
  arrowdown: '↓',
  escape: 'Esc',
  enter: 'Enter',
  delete: 'Del',
  home: 'Home',
  end: 'End',
  shift: 'Shift',
};

/** One key combination as the parts to print: ["Ctrl", "K"]. */
export function keyLabels(keys: string, isMac: boolean): readonly string[] {
  return keys.split(/(?<=.)\+/).map((part) => {
    if (part === 'mod') return isMac ? '⌘' : 'Ctrl';
    if (part === 'alt') return isMac ? '⌥' : 'Alt';
    return KEY_NAMES[part] ?? (part.length === 1 || /^f\d+$/.test(part) ? part.toUpperCase() : part);
  });
}

/** The first keys of a command, or null. */
export function keysOf(command: CommandId): string | null {
  return HOTKEYS.find((hotkey) => hotkey.command === command)?.keys[0] ?? null;
}
