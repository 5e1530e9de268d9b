/** Chooses the text of the banner that is shown while prices on screen are not live. */
import type { EngineState } from '../../src-shared/domain/health.ts';
import type { Connection } from '../ports/connection-store.ts';

export type BannerText = {
  /** What happened, what it means for the prices, what happens next. */
  readonly text: string;
  /** The reason that the port gave, or ''. */
  readonly detail: string;
  readonly canRestart: boolean;
};

const FROZEN = 'prices on screen are frozen';

/** The banner, or null while prices are live. `engine` is its state as main last reported it. */
export function bannerText(connection: Connection, engine: EngineState | null): BannerText | null {
  const { main, engine: port, reason } = connection;
  const say = (text: string, detail = reason, canRestart = false): BannerText => ({ text, detail, canRestart });
  if (main === 'refused' || port === 'refused') return say(reason, '');
  if (main === 'lost') {
    return say(`The connection to Crossbook was lost; ${FROZEN}. Reconnecting automatically.`);
  }
  if (main === 'connecting') return say('Connecting to Crossbook.');
  if (engine === 'stopped') {
    return say(`The engine stopped after crashing repeatedly; ${FROZEN} until it is restarted.`, '', true);
  }
  if (!connection.isEngineUp) {
    return say(`The engine stopped and is restarting; ${FROZEN} until its books are synced again.`, '');
  }
  if (port === 'connecting') return say('Connecting to the engine.');
  return port === 'lost' ? say(`The connection to the engine was lost; ${FROZEN}. Reconnecting automatically.`) : null;
}
