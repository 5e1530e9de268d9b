/** Holds which layer lies over the window: the palette, the keyboard shortcuts, or none. */
import { createStore } from 'zustand/vanilla';

export type Overlay = 'none' | 'palette' | 'keys';

export const overlayStore = createStore<{ readonly open: Overlay }>(() => ({ open: 'none' }));

export const showOverlay = (open: Overlay): void => overlayStore.setState({ open });
export const closeOverlay = (): void => overlayStore.setState({ open: 'none' });
