/** What the banner says: the one sentence that is true while prices on screen are not live. */
import type { EngineState } from '../../src-shared/domain/health.ts';
import type { Connection } from '../ports/connection-store.ts';

export type BannerWords = {
  /** What happened, what it means for the prices, what happens next. */
  readonly text: string;
  /** What the port said, or ''. */
  readonly detail: string;
  readonly canRestart: boolean;
};

const FROZEN = 'prices on screen are frozen';

/** What to say, or null when prices are live. `engine` is what main last said of it. */
export function bannerWords(connection: Connection, engine: EngineState | null): BannerWords | null {
  const { main, engine: port, reason } = connection;
  const say = (text: string, detail = reason, canRestart = false): BannerWords => ({ text, detail, canRestart });
  if (main === 'refused' || port === 'refused') return say(reason, '');
  if (main === 'lost') {
    return say(`The connection to Crossbook's own process was lost; ${FROZEN}. It is tried again by itself.`);
  }
  if (main === 'connecting') return say("Waiting for Crossbook's own process.");
  if (engine === 'stopped') {
    return say(`The engine stopped after crashing repeatedly; ${FROZEN} until it is restarted.`, '', true);
  }
  if (!connection.isEngineUp) {
    return say(`The engine stopped and is being started again; ${FROZEN} until its books are seeded.`, '');
  }
  if (port === 'connecting') return say('Waiting for the engine that keeps the books.');
  return port === 'lost' ? say(`The connection to the engine was lost; ${FROZEN}. It is tried again by itself.`) : null;
}
