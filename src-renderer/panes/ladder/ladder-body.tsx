/** The elements of a ladder. React makes them once; {@link LadderView} fills them. */
import type { ReactNode } from 'react';
import type { LadderElements } from './ladder-view.ts';

const PARTS = ['body', 'quotes', 'stats', 'banner', 'tooltip', 'table', 'above', 'below'] as const;

export type LadderBodyProps = { readonly title: string; readonly onRecentre: () => void; readonly onAlert: () => void };

export function LadderBody({ title, onRecentre, onAlert }: LadderBodyProps): ReactNode {
  return (
    <>
      <div className="ladder-quotes" data-part="quotes" />
      <div className="ladder-stats" data-part="stats" />
      <section
        className="ladder-body"
        data-part="body"
        aria-label={`Ladder of ${title}: arrow keys scroll, the right mouse button sets an alert`}
        onContextMenu={(event) => {
          event.preventDefault();
          onAlert();
        }}
      >
        <canvas className="ladder-canvas" aria-hidden />
        <button type="button" className="ladder-beyond" data-part="above" data-edge="above" onClick={onRecentre} hidden>
          ▲ touch
        </button>
        <button type="button" className="ladder-beyond" data-part="below" data-edge="below" onClick={onRecentre} hidden>
          ▼ touch
        </button>
        <div className="ladder-banner" data-part="banner" role="status" hidden>
          <b />
          <span />
        </div>
        <div className="ladder-tooltip" data-part="tooltip" role="tooltip" hidden />
        <div className="ladder-table" data-part="table" />
      </section>
    </>
  );
}

/** Finds the elements below the pane's root. Throws when the markup above lost one. */
export function ladderElements(root: HTMLElement): LadderElements {
  const canvas = root.querySelector('canvas');
  if (canvas === null) throw new Error('the ladder has no canvas');
  const parts = Object.fromEntries(PARTS.map((name) => [name, partOf(root, name)]));
  return { root, canvas, ...(parts as Record<(typeof PARTS)[number], HTMLElement>) };
}

function partOf(root: HTMLElement, name: string): HTMLElement {
  const found = root.querySelector<HTMLElement>(`[data-part="${name}"]`);
  if (found === null) throw new Error(`the ladder has no ${name}`);
  return found;
}
