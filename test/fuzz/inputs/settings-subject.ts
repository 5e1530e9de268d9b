/** Fuzzes settings.json: whatever it holds gives settings that are good, and that are read again as they are. */
import { isDeepStrictEqual } from 'node:util';
import { readSettings } from '../../../src-main/profile/settings.ts';
import type { Json } from '../../../src-shared/domain/notice.ts';
import { VENUES } from '../../../src-shared/venues/index.ts';
import { propertySubject } from './property-subject.ts';
import { twisted } from './twisted.ts';

/** Every setting there is. */
const GOOD: Json = {
  subscriptionsPerConnectionTarget: 100,
  subscriptionsMax: 500,
  subscriptionScope: 'soon',
  frameIntervalMs: 50,
  shards: 2,
  crossChecks: true,
  logLevel: 'info',
  recording: {
    ...{ atLaunch: true, partMiB: 64, partMinutes: 30, keepDays: 7, keepGiB: 20, keyframeSeconds: 60 },
    ...{ messageIndex: false, folder: '~/recordings' },
  },
  venues: Object.fromEntries(
    VENUES.map(({ id, environments, defaultEnvironment }) => [
      id,
      {
        enabled: true,
        environment: defaultEnvironment,
        endpoints: { ...environments[defaultEnvironment] },
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference to the environment, as a user writes it.
        key: { keyId: '${KEY_ID}', privateKeyPath: 'key.pem' },
      },
    ]),
  ),
};

export const SETTINGS_SUBJECT = propertySubject({
  name: 'settings',
  weight: 20,
  values: twisted(GOOD),
  check(value, count) {
    const { settings, warnings } = readSettings(value, { KEY_ID: 'abc' }, VENUES);
    count(warnings.length === 0 ? 'good' : 'changed');
    for (const warning of warnings)
      if (!/^settings\.json: \S/.test(warning)) throw new Error(`no sentence: ${warning}`);
    // What is taken is good: it is taken again, without a word.
    const again = readSettings(JSON.parse(JSON.stringify(settings)), {}, VENUES);
    if (again.warnings.length > 0) throw new Error(`not taken again: ${again.warnings[0]}`);
    if (!isDeepStrictEqual(JSON.parse(JSON.stringify(again.settings)), JSON.parse(JSON.stringify(settings))))
      throw new Error('taken again as something else');
  },
});
