/** One way for every command to find this machine's recordings: where the app keeps them, by the settings of its profile. */
import { sessionsFolder } from '../app/controllers/recording-controller.ts';
import { VENUES } from '../base/registry.ts';
import type { Environment } from '../base/substitution.ts';
import { findPaths, type Profile } from '../profile/paths.ts';
import { loadSettings } from '../profile/settings.ts';
import { SessionsStore } from '../session/sessions-store.ts';

export type Profiles = { readonly dataDir: string | null; readonly environment: Environment };

/** The sessions of a profile. Reads its settings, and leaves them as they are, whatever is wrong with them. */
export async function sessionsOf(profile: Profile, { dataDir, environment }: Profiles): Promise<SessionsStore> {
  const paths = findPaths(profile, dataDir ?? undefined);
  const { settings } = await loadSettings({ file: paths.settingsFile, environment, venues: VENUES, now: null });
  return new SessionsStore(sessionsFolder({ settings, paths }));
}

/** The path of a session by its id: among those of the live exchanges, then among those of the demo. Rejects with a sentence. */
export async function findSession(id: string, profiles: Profiles): Promise<string> {
  const live = await sessionsOf('live', profiles);
  return live.find(id).catch(async (error: unknown) => {
    const demo = await sessionsOf('demo', profiles);
    return demo.find(id).catch(() => Promise.reject(error));
  });
}
