/**
 * A modal layer on the browser's own <dialog>: it keeps the focus inside, closes with Esc and by a click beside it, and gives
 * the focus back to where it was.
 */
import { type ReactNode, useEffect, useRef } from 'react';

type DialogProps = {
  readonly label: string;
  readonly className: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

export function Dialog({ label, className, onClose, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (dialog === null) return;
    if (!dialog.open) dialog.showModal();
    // The browser would focus the first thing that can be; in a dialog with a field that is the field.
    dialog.querySelector('input')?.focus();
    // On the element itself: the area outside is the dialog's own backdrop, which no child receives.
    const onPointerDown = (event: PointerEvent): void => {
      if (event.target === dialog) dialog.close();
    };
    dialog.addEventListener('pointerdown', onPointerDown);
    return () => {
      dialog.removeEventListener('pointerdown', onPointerDown);
      dialog.close();
    };
  }, []);
  return (
    <dialog ref={ref} className={`dialog ${className}`} aria-label={label} onClose={onClose}>
      {children}
    </dialog>
  );
}
