/** The user's watchlist: kept between runs, the same in all windows. */
import type { MainToWindow, Watchlist } from '../../../src-shared/contract/window-main.ts';
import { Signal } from '../../base/signal.ts';
import type { StateStore } from '../../profile/state.ts';
import type { RequestHandlers } from '../answers/request-handlers.ts';

export class WatchlistController {
  readonly changed = new Signal();
  private readonly state: StateStore;
  private readonly push: (message: MainToWindow) => void;

  constructor(state: StateStore, push: (message: MainToWindow) => void) {
    this.state = state;
    this.push = push;
  }

  get(): Watchlist {
    return this.state.get().watchlist;
  }

  set(watchlist: Watchlist): void {
    this.state.update({ watchlist });
    this.push({ kind: 'watchlist', watchlist });
    this.changed.emit();
  }

  handlers(): Pick<RequestHandlers, 'setWatchlist'> {
    return {
      setWatchlist: ({ watchlist }) => {
        this.set(watchlist);
        return null;
      },
    };
  }
}
