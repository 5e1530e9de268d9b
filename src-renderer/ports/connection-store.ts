/**
 * Holds whether the window is connected to Crossbook's processes.
 *
 * Every area with prices obeys `live`: while it is false the prices on screen are frozen and must be marked so.
 */
import { createStore } from 'zustand/vanilla';

/** `connecting`: never connected yet. `lost`: was connected, is being connected again. `refused`: only a person can mend it. */
export type PortState = 'connecting' | 'open' | 'lost' | 'refused';

export type Connection = {
  readonly main: PortState;
  readonly engine: PortState;
  /** False between main's word that the engine died and its word that the next one runs. */
  readonly isEngineUp: boolean;
  /** Why the worse of the two is not open, as the port said it; '' when all is well. */
  readonly reason: string;
  /** True only while both ports are open and the engine runs. */
  readonly live: boolean;
  /** Times that it became so: what was asked for before may have been answered while nothing counted. */
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

/** Notes what main says of the engine. */
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
