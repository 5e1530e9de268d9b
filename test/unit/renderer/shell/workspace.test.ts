/** The layout of a window, over a dock that knows only which panes are open. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { preferencesStore } from '../../../../src-renderer/stores/preferences-store.ts';
import { toastsStore } from '../../../../src-renderer/stores/toasts-store.ts';

vi.mock('../../../../src-renderer/panes/index.ts', () => ({ PANES: [], paneOf: (id: string) => ({ id }) }));
vi.mock('../../../../src-renderer/shell/dock/default-layout.ts', () => ({
  buildDefaultLayout: (dock: FakeDock) => dock.open('watchlist', 'ladder'),
}));
const { workspace } = await import('../../../../src-renderer/shell/dock/workspace.ts');

type Layout = { readonly panels: Readonly<Record<string, { readonly contentComponent: string }>> };

class FakeDock {
  kinds: readonly string[] = [];
  private changed: () => void = () => undefined;

  get panels(): readonly object[] {
    return this.kinds.map((kind) => ({ id: kind, params: {}, api: { component: kind } }));
  }

  open(...kinds: readonly string[]): void {
    this.kinds = kinds;
    this.changed();
  }

  clear(): void {
    this.open();
  }

  toJSON(): Layout {
    return { panels: Object.fromEntries(this.kinds.map((kind) => [kind, { contentComponent: kind }])) };
  }

  fromJSON({ panels }: Layout): void {
    this.open(...Object.keys(panels));
  }

  onDidLayoutChange(listener: () => void) {
    this.changed = listener;
    return { dispose: () => undefined };
  }

  onDidActivePanelChange = () => ({ dispose: () => undefined });
}

let dock: FakeDock;
let detach: () => void;
const savedKinds = (): readonly string[] =>
  Object.keys((preferencesStore.getState().layout as Layout | null)?.panels ?? {});

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', new EventTarget());
  toastsStore.setState([], true);
  dock = new FakeDock();
  detach = workspace.attach(dock as never);
  workspace.restore({ panels: { scanner: { contentComponent: 'scanner' }, links: { contentComponent: 'links' } } });
});

afterEach(() => {
  detach();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('a layout that is reset', () => {
  it('comes back as it was when that is undone, and is saved', () => {
    workspace.reset();
    vi.runAllTimers();
    expect([dock.kinds, savedKinds()]).toEqual([
      ['watchlist', 'ladder'],
      ['watchlist', 'ladder'],
    ]);
    const { text, action } = toastsStore.getState()[0]!;
    expect([text, action?.label]).toEqual(['Layout reset.', 'Undo']);
    action?.run();
    vi.runAllTimers();
    expect([dock.kinds, savedKinds()]).toEqual([
      ['scanner', 'links'],
      ['scanner', 'links'],
    ]);
  });

  it('offers nothing when no pane was open: there is nothing to bring back', () => {
    dock.clear();
    workspace.reset();
    expect(dock.kinds).toEqual(['watchlist', 'ladder']);
    expect(toastsStore.getState()).toEqual([]);
  });
});
