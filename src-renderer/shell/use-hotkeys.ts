/** Listens to the keyboard of the window and runs the commands of the hotkey table. */
import { useLayoutEffect } from 'react';
import { runCommand } from './commands.ts';
import { commandOf, type KeyPlace } from './hotkeys.ts';
import { isMac } from './platform.ts';

export function useHotkeys(): void {
  // Before the first paint, so that keys work as soon as something is visible.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      // Ignores keys that a list or field has handled, and text being composed.
      if (event.defaultPrevented || event.isComposing) return;
      const command = commandOf(event, placeOf(event.target));
      if (command === null) return;
      event.preventDefault();
      runCommand(command);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

function placeOf(target: EventTarget | null): KeyPlace {
  const element = target instanceof Element ? target : null;
  return {
    isTyping: element?.closest('input:not([type=checkbox]), textarea, select, [contenteditable=true]') != null,
    // A row of a list is chosen with Enter; space stays the ladder's there.
    isControl: element?.closest('button:not([data-list-row]), a[href], summary, input, [role=tab]') != null,
    isDialogOpen: document.querySelector('dialog[open]') !== null,
    isMac,
  };
}
