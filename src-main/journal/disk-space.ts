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
