/**
 * Runs one hook as React would, where there is no page: `vi.mock('react', () => import('.../hook.ts'))`.
 *
 * Knows what our hooks without a page use: state, memos and effects, each compared by its dependencies.
 */
type Slot = { value?: unknown; deps?: readonly unknown[]; end?: (() => void) | undefined };

let slots: Slot[] = [];
let at = 0;
let due: (() => void)[] = [];
let again: (() => void) | null = null;

function slot(): Slot {
  const known = slots[at];
  if (known !== undefined) {
    at++;
    return known;
  }
  const made = {};
  slots[at++] = made;
  return made;
}

/** Whether it must be done, for the first time or for other dependencies. */
function isDue(of: Slot, deps: readonly unknown[]): boolean {
  const before = of.deps;
  of.deps = deps;
  return before === undefined || deps.some((value, index) => !Object.is(value, before[index]));
}

export function useMemo<T>(make: () => T, deps: readonly unknown[]): T {
  const own = slot();
  if (isDue(own, deps)) own.value = make();
  return own.value as T;
}

export function useState<T>(first: T): [T, (next: T) => void] {
  const own = slot();
  if (!('value' in own)) own.value = first;
  const set = (next: T): void => {
    if (Object.is(own.value, next)) return;
    own.value = next;
    again?.();
  };
  return [own.value as T, set];
}

export function useEffect(run: () => undefined | (() => void), deps: readonly unknown[]): void {
  const own = slot();
  if (!isDue(own, deps)) return;
  due.push(() => {
    own.end?.();
    own.end = run() ?? undefined;
  });
}

export type Rendered<T> = {
  /** What the hook returned last. */
  readonly result: T;
  /** Renders once more, as for other properties. */
  render(hook: () => T): void;
  unmount(): void;
};

/** Renders a hook for the first time. One at a time. */
export function renderHook<T>(first: () => T): Rendered<T> {
  slots = [];
  let hook = first;
  let result: T;
  let isRendering = false;
  let isStale = false;
  // A state that is set meanwhile is drawn after all effects have run.
  const render = (): void => {
    isStale = true;
    if (isRendering) return;
    isRendering = true;
    while (isStale) {
      isStale = false;
      at = 0;
      result = hook();
      for (const effect of due.splice(0)) effect();
    }
    isRendering = false;
  };
  again = render;
  render();
  return {
    get result() {
      return result;
    },
    render(next) {
      hook = next;
      render();
    },
    unmount() {
      again = null;
      for (const { end } of slots) end?.();
      due = [];
    },
  };
}
