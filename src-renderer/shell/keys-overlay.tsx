/** Shows all keyboard shortcuts, from the table that the keyboard uses. */

import { Dialog } from '../widgets/dialog.tsx';
import { KeyCaps } from '../widgets/key-caps.tsx';
import { HOTKEYS, type Hotkey, keyLabels } from './hotkeys.ts';
import { closeOverlay } from './overlays-store.ts';
import { isMac } from './platform.ts';

const GROUPS: readonly Hotkey['group'][] = ['Anywhere', 'Ladder', 'Lists', 'Links', 'Sessions', 'Replay'];

export function KeysOverlay() {
  return (
    <Dialog label="Keyboard shortcuts" className="keys" onClose={closeOverlay}>
      <h2>Keyboard shortcuts</h2>
      <div className="keys-groups">
        {GROUPS.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {HOTKEYS.filter((hotkey) => hotkey.group === group).map((hotkey) => (
                <div key={hotkey.what}>
                  <dt>
                    {hotkey.keys.map((keys) => (
                      <KeyCaps key={keys} labels={keyLabels(keys, isMac)} />
                    ))}
                  </dt>
                  <dd>{hotkey.what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="dim">Shortcuts are off while you type. Esc closes this list.</p>
    </Dialog>
  );
}
