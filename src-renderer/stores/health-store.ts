/** Holds the newest health report of main and the rates drawn over time. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { AppHealth } from '../../src-shared/domain/health.ts';
import { HEALTH_SAMPLES_KEPT } from '../ports/limits.ts';

export type HealthState = {
  readonly health: AppHealth | null;
  /** Messages a second over all connections, oldest first. */
  readonly totalRates: readonly number[];
  /** Messages a second by connection number, oldest first. */
  readonly rates: ReadonlyMap<number, readonly number[]>;
};

export const healthStore = createStore<HealthState>(() => ({ health: null, totalRates: [], rates: new Map() }));

const append = (kept: readonly number[] | undefined, next: number): readonly number[] =>
  [...(kept ?? []), next].slice(-HEALTH_SAMPLES_KEPT);

export function putHealth(health: AppHealth): void {
  healthStore.setState((old) => {
    const rates = new Map<number, readonly number[]>();
    let total = 0;
    for (const { connection, framesPerSecond } of health.connections) {
      total += framesPerSecond;
      rates.set(connection, append(old.rates.get(connection), framesPerSecond));
    }
    return { health, totalRates: append(old.totalRates, total), rates };
  });
}

export function useHealth<T>(read: (state: HealthState) => T): T {
  return useStore(healthStore, read);
}
