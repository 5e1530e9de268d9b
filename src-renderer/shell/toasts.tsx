/** Shows the short messages at the lower right: read by assistive technology, closed by the user or after a time. */
import { CircleX, Info, TriangleAlert, X } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { closeToast, type Toast, toastsStore } from '../stores/toasts-store.ts';

const ICONS = { info: Info, warn: TriangleAlert, error: CircleX } as const;

export function Toasts() {
  const toasts = useStore(toastsStore);
  return (
    <div className="toasts" role="log" aria-live="polite" aria-label="Messages">
      {toasts.map((shown) => (
        <ToastCard key={shown.id} toast={shown} />
      ))}
    </div>
  );
}

function ToastCard({ toast }: { readonly toast: Toast }) {
  const { id, level, text, action, forMs } = toast;
  useEffect(() => {
    if (forMs === null) return;
    const timer = setTimeout(() => closeToast(id), forMs);
    return () => clearTimeout(timer);
  }, [id, forMs]);
  const Icon = ICONS[level];
  return (
    <div className="toast" data-level={level}>
      <Icon size={14} aria-hidden="true" className="toast-icon" />
      <p className="selectable">{text}</p>
      {action === null ? null : (
        <button
          type="button"
          className="button"
          onClick={() => {
            action.run();
            closeToast(id);
          }}
        >
          {action.label}
        </button>
      )}
      <button type="button" className="icon-button" aria-label="Close this message" onClick={() => closeToast(id)}>
        <X size={13} aria-hidden="true" />
      </button>
    </div>
  );
}
