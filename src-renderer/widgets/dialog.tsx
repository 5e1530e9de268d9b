/**
 * A modal layer on the <dialog> element: it keeps the focus inside, closes with Esc and by a click outside, and restores the focus.
 *
 * It is open as long as it is rendered. Left to the browser, Esc would close it at once and report it a task later, which would
 * close a dialog that was opened in between.
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
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    const dialog = ref.current;
    if (dialog === null) return;
    if (!dialog.open) dialog.showModal();
    // The browser would focus the first thing that can be; in a dialog with a field that is the field.
    dialog.querySelector('input')?.focus();
    // On the element itself: the area outside is the dialog's own backdrop, which no child receives.
    const onPointerDown = (event: PointerEvent): void => {
      if (event.target === dialog) close.current();
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      close.current();
    };
    // Closed by the browser, for example by a gesture on a phone.
    const onOwnClose = (): void => close.current();
    dialog.addEventListener('pointerdown', onPointerDown);
    dialog.addEventListener('keydown', onKeyDown);
    dialog.addEventListener('close', onOwnClose);
    return () => {
      dialog.removeEventListener('pointerdown', onPointerDown);
      dialog.removeEventListener('keydown', onKeyDown);
      dialog.removeEventListener('close', onOwnClose);
      dialog.close();
    };
  }, []);
  return (
    <dialog ref={ref} className={`dialog ${className}`} aria-label={label}>
      {children}
    </dialog>
  );
}
