/**
 * Decides which host shows the app: Electron where it can be had and a window can be seen, Node otherwise; and says why in one
 * sentence when it is not what one would expect.
 */

import type { Environment } from '../base/substitution.ts';
import type { AppCommand } from '../command/app-options.ts';
import type { ElectronSearch } from './electron-binary.ts';

export type HostChoice =
  | { readonly host: 'electron'; readonly executable: string }
  /** `text`: what to tell the user, or '' when there is nothing to explain. */
  | { readonly host: 'node'; readonly text: string }
  /** Electron was demanded and cannot be had. */
  | { readonly host: 'none'; readonly text: string };

export type HostQuestion = {
  readonly command: Pick<AppCommand, 'opensWindow' | 'host' | 'devUrl'>;
  readonly environment: Environment;
  readonly hasDisplay: boolean;
  /** Finds Electron, or tries to get it. Only asked when it would be used. */
  electron(): Promise<ElectronSearch>;
};

/** Chooses the host. */
export async function chooseHost(question: HostQuestion): Promise<HostChoice> {
  const { command, environment, hasDisplay } = question;
  const isDemanded = command.host === 'electron' || environment.REQUIRE_ELECTRON === '1';
  const wantsNode = command.host === 'node' || (command.host === null && environment.CROSSBOOK_HOST === 'node');
  if (!command.opensWindow || command.devUrl !== null) {
    if (command.host !== 'electron') return { host: 'node', text: '' };
    return { host: 'none', text: '--host electron opens a window: it goes with neither --no-open nor --dev-url.' };
  }
  if (wantsNode && !isDemanded) return { host: 'node', text: '' };
  if (!hasDisplay) {
    const text = 'There is no display on this machine';
    if (isDemanded) return { host: 'none', text: `${text}, and Electron needs one.` };
    return { host: 'node', text: `${text}, so Crossbook opens no window.` };
  }
  const search = await question.electron();
  if (search.found) return { host: 'electron', executable: search.path };
  if (isDemanded) return { host: 'none', text: `Electron is required: ${search.text}` };
  return { host: 'node', text: `${search.text} Crossbook runs on Node instead and looks the same.` };
}
