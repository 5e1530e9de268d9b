/** Shows a state as a small mark. Each state has its own shape as well as a colour. */
import type { BookState } from './book-state.ts';

type StateDotProps = { readonly state: BookState; readonly label: string };

export function StateDot({ state, label }: StateDotProps) {
  return (
    <span className="state-dot" data-state={state} role="img" aria-label={label} title={label}>
      <svg viewBox="0 0 8 8" width="8" height="8" aria-hidden="true">
        <Shape state={state} />
      </svg>
    </span>
  );
}

function Shape({ state }: { readonly state: BookState }) {
  switch (state) {
    case 'synced':
      return <circle cx="4" cy="4" r="3.5" fill="currentColor" />;
    case 'polled':
      return (
        <>
          <circle cx="4" cy="4" r="3" fill="none" stroke="currentColor" />
          <circle cx="4" cy="4" r="1.5" fill="currentColor" />
        </>
      );
    case 'waiting':
      return <circle cx="4" cy="4" r="3" fill="none" stroke="currentColor" />;
    case 'recovering':
      return (
        <>
          <circle cx="4" cy="4" r="3" fill="none" stroke="currentColor" />
          <path d="M4 1a3 3 0 0 1 0 6z" fill="currentColor" />
        </>
      );
    case 'stale':
      return <path d="M4 0.5 7.8 7.3H0.2z" fill="currentColor" />;
    case 'behind':
      return (
        <>
          <circle cx="4" cy="4" r="3.4" fill="none" stroke="currentColor" />
          <path d="M4 1.8V4.2L5.6 5.4" fill="none" stroke="currentColor" />
        </>
      );
    case 'closed':
      return <rect x="1" y="3" width="6" height="2" fill="currentColor" />;
  }
}
