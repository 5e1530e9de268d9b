/**
 * The parameters that each panel carries in the saved layout, and the check of a saved layout.
 */
import type { SerializedDockview } from 'dockview-react';
import { paneOf } from '../../panes/index.ts';
import type { PaneMemory } from '../../panes/pane.ts';
import type { Channel } from '../../stores/selection-store.ts';

export type PanelParams = { channel: Channel; target: string | null; memory: PaneMemory };

/** Reads the parameters of a panel from a saved layout; anything invalid reads as the default. */
export function readParams(raw: unknown): PanelParams {
  const params = typeof raw === 'object' && raw !== null ? (raw as Partial<PanelParams>) : {};
  const { channel, target, memory } = params;
  return {
    channel: channel === 'A' || channel === 'B' || channel === 'C' ? channel : null,
    target: typeof target === 'string' ? target : null,
    memory: typeof memory === 'object' && memory !== null ? memory : {},
  };
}

/** Throws for a layout with an unknown pane, which the library would accept and fail on later, outside of any handler. */
export function assertKnownPanes(layout: unknown): void {
  const { panels } = layout as Partial<SerializedDockview>;
  for (const panel of Object.values(panels ?? {})) {
    const kind = panel.contentComponent ?? '';
    if (paneOf(kind) === null) throw new Error(`it holds a pane of the unknown kind “${kind}”`);
  }
}
