/**
 * Holds whether the window is connected to Crossbook's processes.
 *
 * Every area with prices obeys `live`: while it is false the prices on screen are frozen and must be marked so.
 */
import { createStore } from 'zustand/vanilla';

/** `connecting`: never connected yet. `lost`: reconnecting. `refused`: only the user can fix it. */
export type PortState = 'connecting' | 'open' | 'lost' | 'refused';

export type Connection = {
  readonly main: PortState;
  readonly engine: PortState;
  /** False from the report of main that the engine died until the report that the next one runs. */
  readonly isEngineUp: boolean;
  /** Why the worse of the two ports is not open; '' when both are. */
  readonly reason: string;
  /** True only while both ports are open and the engine runs. */
  readonly live: boolean;
  /** How often `live` became true. Requests made before may have been answered while nothing counted, and are repeated. */
  readonly revivals: number;
};

export const connectionStore = createStore<Connection>(() => ({
  main: 'connecting',
  engine: 'connecting',
  isEngineUp: true,
  reason: '',
  live: false,
  revivals: 0,
}));

/** Notes the state of one port. */
export function setPortState(name: 'main' | 'engine', state: PortState, reason = ''): void {
  change({ [name]: state }, reason);
}

/** Notes what main reports about the engine. */
export function setEngineUp(isEngineUp: boolean): void {
  change({ isEngineUp }, '');
}

function change(part: Partial<Connection>, reason: string): void {
  connectionStore.setState((old) => {
    const next = { ...old, ...part };
    const areOpen = next.main === 'open' && next.engine === 'open';
    const live = areOpen && next.isEngineUp;
    const revivals = live && !old.live ? old.revivals + 1 : old.revivals;
    return { ...next, live, revivals, reason: areOpen ? '' : reason || old.reason };
  });
}
