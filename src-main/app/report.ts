/** The report that the user can send when something is wrong: versions, state, log. It holds no key and no path of a key. */
import type { AppHealth, LogEvent } from '../../src-shared/domain/health.ts';
import { resolvePath } from '../profile/paths.ts';
import { settingsText } from '../profile/settings.ts';
import type { AppOptions } from './controllers/app-types.ts';

const EVENTS = 200;

export function reportText(options: AppOptions, health: AppHealth, events: readonly LogEvent[]): string {
  const lines = events.slice(-EVENTS).map((event) => {
    const where = [event.venue, event.connection ?? '', event.listing].filter((part) => part !== '').join(' ');
    return `${new Date(event.atMs).toISOString()} ${event.level.padEnd(5)} ${event.code} ${where}: ${event.text}`;
  });
  const text = [
    `Crossbook ${options.version} on ${options.hostName}, ${process.platform} ${process.arch}, mode ${options.mode}`,
    `Settings: ${settingsText(options.settings)}`,
    `Health: ${JSON.stringify(health, null, 1)}`,
    `Last events:`,
    ...lines,
    '',
  ].join('\n');
  return keyPaths(options).reduce((clean, path) => clean.replaceAll(path, '(its path)'), text);
}

/** A message about a key file names it, which is for its owner alone. */
function keyPaths({ settings, paths }: AppOptions): readonly string[] {
  const given = Object.values(settings.venues).flatMap(({ key }) => (key ? [key.privateKeyPath] : []));
  // The longest first: what is left of a whole path must not stay.
  return given.flatMap((path) => [resolvePath(path, paths.data), path]).sort((a, b) => b.length - a.length);
}
