/** The table of keys. */
import { describe, expect, it } from 'vitest';
import { commandOf, HOTKEYS, type KeyPlace, type KeyPress, keyLabels } from '../../../../src-renderer/shell/hotkeys.ts';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});
const place = (change: Partial<KeyPlace> = {}): KeyPlace => ({
  isTyping: false,
  isControl: false,
  isDialogOpen: false,
  isMac: false,
  ...change,
});

describe('hotkeys', () => {
  it('gives no key to two commands', () => {
    const keys = HOTKEYS.flatMap((hotkey) => (hotkey.command === null ? [] : hotkey.keys));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('lists every Enter that a list of markets takes', () => {
    const keys = HOTKEYS.filter(({ group }) => group === 'Lists').flatMap((hotkey) => hotkey.keys);
    expect(keys.filter((key) => key.endsWith('enter'))).toEqual(['enter', 'shift+enter', 'alt+enter', 'mod+enter']);
  });

  it('finds the command of a key', () => {
    expect(commandOf(press('/'), place())).toBe('search');
    expect(commandOf(press(' '), place())).toBe('recentre');
    expect(commandOf(press('['), place())).toBe('group-finer');
    expect(commandOf(press('V'), place())).toBe('flip-outcome');
    expect(commandOf(press('n'), place())).toBe('flip-outcome');
    expect(commandOf(press('?', { shiftKey: true }), place())).toBe('keys');
    expect(commandOf(press('F6', { shiftKey: true }), place())).toBe('previous-pane');
    expect(commandOf(press('q'), place())).toBeNull();
  });

  it('does not take a letter with a modifier for the letter', () => {
    expect(commandOf(press('n', { ctrlKey: true }), place())).toBeNull();
    expect(commandOf(press('u', { altKey: true }), place())).toBeNull();
    expect(commandOf(press('v', { metaKey: true }), place())).toBeNull();
    expect(commandOf(press('N', { shiftKey: true }), place())).toBeNull();
  });

  it('uses Cmd on a Mac and Ctrl elsewhere', () => {
    expect(commandOf(press('k', { metaKey: true }), place({ isMac: true }))).toBe('palette');
    expect(commandOf(press('k', { ctrlKey: true }), place({ isMac: true }))).toBeNull();
    expect(commandOf(press('k', { ctrlKey: true }), place())).toBe('palette');
    expect(keyLabels('mod+k', true)).toEqual(['⌘', 'K']);
    expect(keyLabels('shift+f6', false)).toEqual(['Shift', 'F6']);
  });

  it('leaves keys to a field in which the user types, except those allowed there', () => {
    const typing = place({ isTyping: true });
    expect(commandOf(press('/'), typing)).toBeNull();
    expect(commandOf(press(' '), typing)).toBeNull();
    expect(commandOf(press('k', { ctrlKey: true }), typing)).toBe('palette');
  });

  it('leaves space to a button, and all letters to an open dialog', () => {
    expect(commandOf(press(' '), place({ isControl: true }))).toBeNull();
    expect(commandOf(press('u'), place({ isControl: true }))).toBe('price-unit');
    expect(commandOf(press('u'), place({ isDialogOpen: true }))).toBeNull();
  });
});
