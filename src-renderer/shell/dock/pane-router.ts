/** Routes commands of hotkeys and palette to the most recently used pane that handles them. */
import type { PaneCommand, PaneCommands } from '../../panes/pane.ts';

type Handler = (command: PaneCommand) => boolean;

export type PaneRouter = {
  /** Where one pane registers for commands. */
  commandsOf(paneId: string): PaneCommands;
  /** The pane was activated. */
  touch(paneId: string): void;
  /** Offers a command to the panes, last used first; true when one acted. */
  send(command: PaneCommand): boolean;
};

/** Makes a router. Panes that were never touched come last, newest first. */
export function createPaneRouter(): PaneRouter {
  const handlers = new Map<string, Set<Handler>>();
  let order: string[] = [];
  const toFront = (paneId: string): void => {
    order = [paneId, ...order.filter((id) => id !== paneId)];
  };
  return {
    commandsOf: (paneId) => ({
      on(handler) {
        const set = handlers.get(paneId) ?? new Set();
        handlers.set(paneId, set.add(handler));
        if (!order.includes(paneId)) order = [...order, paneId];
        return () => {
          set.delete(handler);
          if (set.size > 0) return;
          handlers.delete(paneId);
          order = order.filter((id) => id !== paneId);
        };
      },
    }),
    touch(paneId) {
      toFront(paneId);
    },
    send(command) {
      for (const paneId of order) {
        for (const handler of handlers.get(paneId) ?? []) {
          if (!handler(command)) continue;
          toFront(paneId);
          return true;
        }
      }
      return false;
    },
  };
}
