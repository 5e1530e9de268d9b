/**
 * Every key of Crossbook, in one table: what the keyboard does and what the `?` overlay shows are the same list.
 *
 * Keys do not fire while a person types, nor under an open dialog, unless the row says so.
 */
import type { CommandId } from './commands.ts';

export type Hotkey = {
  /** As KeyboardEvent.key, lower case; `mod` is Ctrl, and Cmd on a Mac. Several for one command: the first is shown. */
  readonly keys: readonly string[];
  readonly what: string;
  readonly group: 'Anywhere' | 'Ladder' | 'Lists';
  /** Null: the list or pane in focus handles it itself; the row is here to be shown. */
  readonly command: CommandId | null;
  readonly whileTyping?: true;
};

export const HOTKEYS: readonly Hotkey[] = [
  { keys: ['mod+k'], what: 'Find markets, panes, commands', group: 'Anywhere', command: 'palette', whileTyping: true },
  { keys: ['/'], what: 'Search markets', group: 'Anywhere', command: 'search' },
  { keys: ['?'], what: 'Show all keys', group: 'Anywhere', command: 'keys' },
  { keys: ['f6'], what: 'Next pane', group: 'Anywhere', command: 'next-pane', whileTyping: true },
  { keys: ['shift+f6'], what: 'Previous pane', group: 'Anywhere', command: 'previous-pane', whileTyping: true },
  { keys: ['u'], what: 'Cents, probability or decimal odds', group: 'Anywhere', command: 'price-unit' },
  { keys: ['r'], what: 'Start or stop recording', group: 'Anywhere', command: 'record' },
  { keys: ['p'], what: 'Replay: play or pause', group: 'Anywhere', command: 'replay-toggle' },
  { keys: ['escape'], what: 'Close, or leave the field', group: 'Anywhere', command: null },
  { keys: [' '], what: 'Recentre on the touch', group: 'Ladder', command: 'recentre' },
  { keys: ['['], what: 'Finer price rows', group: 'Ladder', command: 'group-finer' },
  { keys: [']'], what: 'Coarser price rows', group: 'Ladder', command: 'group-coarser' },
  { keys: ['n', 'v'], what: 'Flip YES and NO', group: 'Ladder', command: 'flip-outcome' },
  { keys: ['arrowup'], what: 'Move up', group: 'Lists', command: null },
  { keys: ['arrowdown'], what: 'Move down', group: 'Lists', command: null },
  { keys: ['enter'], what: 'Show the market', group: 'Lists', command: null },
  { keys: ['shift+enter'], what: 'Open the market in a new ladder', group: 'Lists', command: null },
  { keys: ['alt+arrowup'], what: 'Move the watchlist row up', group: 'Lists', command: null },
  { keys: ['alt+arrowdown'], what: 'Move the watchlist row down', group: 'Lists', command: null },
  { keys: ['delete'], what: 'Remove the row from the watchlist', group: 'Lists', command: null },
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
  /** On a control that does something of its own with space and Enter. */
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

/** The press in the table's words. Shift is left out where it only makes the character (`?`). */
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
