/** The protections that a judge must miss when they are gone. They can be switched off here and nowhere else. */
export const PROTECTIONS = ['gap-check', 'resync', 'stale', 'acknowledgement', 'tick-epoch', 'phase-news'] as const;
export type Protection = (typeof PROTECTIONS)[number];

/** The environment variable that names the one to switch off; only the engine's entry in this folder reads it. */
export const WITHOUT = 'CROSSBOOK_CHAOS_WITHOUT';
