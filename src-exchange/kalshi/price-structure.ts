/** Decides Kalshi's price grids: price_level_structure, by name (OpenAPI 3.32, 2026-10-05). */
import { namedGrid, type PriceGrid, type PriceRange } from '../model/price-grid.ts';

const ONE = 1_000_000;

const RANGES = {
  linear_cent: [{ startMicros: 0, endMicros: ONE, stepMicros: 10_000 }],
  deci_cent: [{ startMicros: 0, endMicros: ONE, stepMicros: 1_000 }],
  tapered_deci_cent: [
    { startMicros: 0, endMicros: 100_000, stepMicros: 1_000 },
    { startMicros: 100_000, endMicros: 900_000, stepMicros: 10_000 },
    { startMicros: 900_000, endMicros: ONE, stepMicros: 1_000 },
  ],
} as const satisfies Readonly<Record<string, readonly PriceRange[]>>;

export type PriceStructure = keyof typeof RANGES;

export function structuredGrid(structure: PriceStructure): PriceGrid {
  return namedGrid(structure, RANGES[structure]);
}
