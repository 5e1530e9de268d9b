/** How full a disk is, and from where on recording warns and stops. */
import { statfsSync } from 'node:fs';

/** Shares of the disk in use, 0..1. */
export type DiskLimits = { readonly warnUsed: number; readonly stopUsed: number };

export const DISK_LIMITS: DiskLimits = { warnUsed: 0.9, stopUsed: 0.95 };

/** The share in use of what this user may use, as `df` says it; null where it cannot be told. */
export function diskUsed(folder: string): number | null {
  try {
    const { blocks, bfree, bavail } = statfsSync(folder);
    const used = blocks - bfree;
    return used + bavail > 0 ? used / (used + bavail) : null;
  } catch {
    return null;
  }
}

/** Throws a sentence where a recording would stop: what else writes sessions must not be what stops it. */
export function requireRoom(folder: string, { stopUsed }: DiskLimits = DISK_LIMITS): void {
  const used = diskUsed(folder);
  if (used === null || used < stopUsed) return;
  throw new Error(
    `The disk of the sessions is ${(used * 100).toFixed(0)} % full, and what is left is kept for recordings. Make room, then try again.`,
  );
}
