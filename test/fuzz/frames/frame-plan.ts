/**
 * A plan of numbers from which a run of frames is made: fast-check draws it, shrinks it, and the same plan gives the same bytes.
 *
 * Small numbers mean little strangeness, so that what fast-check shrinks to is the plainest run that still shows a difference.
 */
import fc from 'fast-check';
import type { FrameShapes } from './frame-shapes.ts';
import { type JsonStyle, PLAIN, treeOf, write } from './json-tree.ts';
import { BYTE_TWISTS, TREE_TWISTS } from './twists.ts';

type TwistPlan = readonly [kind: number, at: number, what: number];

export type FramePlan = {
  readonly shape: number;
  readonly twists: readonly TwistPlan[];
  readonly bytes: readonly TwistPlan[];
  /** 0: plain; otherwise the seed of its spaces and escapes. */
  readonly style: number;
  /** How many bytes of the frame are cut off at its end. */
  readonly cut: number;
  /** What lies behind the frame in the batch. */
  readonly behind: number;
};

/** A frame's bytes, and the bytes that follow it in its batch and do not belong to it. */
export type MadeFrame = { readonly bytes: Uint8Array; readonly behind: Uint8Array };

const FRAMES_PER_RUN_MAX = 12;
const NUMBER_MAX = 1_000_000;

const twist: fc.Arbitrary<TwistPlan> = fc.tuple(fc.nat(NUMBER_MAX), fc.nat(NUMBER_MAX), fc.nat(NUMBER_MAX));

/** Mostly `usual`, now and then any number. */
function rarely(usual: number, max: number, usualWeight: number): fc.Arbitrary<number> {
  return fc.oneof({ weight: usualWeight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.nat(max) });
}

export function planOf({ texts, hot }: FrameShapes): fc.Arbitrary<readonly FramePlan[]> {
  const few = fc.oneof(
    { weight: 5, arbitrary: fc.constant([] as readonly TwistPlan[]) },
    { weight: 4, arbitrary: fc.tuple(twist) },
    { weight: 1, arbitrary: fc.array(twist, { minLength: 2, maxLength: 4 }) },
  );
  const frame = fc.record({
    shape: fc.oneof({ weight: 6, arbitrary: fc.nat(hot - 1) }, { weight: 1, arbitrary: fc.nat(texts.length - 1) }),
    twists: few,
    bytes: fc.oneof(
      { weight: 9, arbitrary: fc.constant([] as readonly TwistPlan[]) },
      { weight: 1, arbitrary: fc.array(twist, { minLength: 1, maxLength: 2 }) },
    ),
    style: rarely(0, NUMBER_MAX, 2),
    cut: fc.oneof(
      { weight: 20, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }) },
      { weight: 1, arbitrary: fc.nat(NUMBER_MAX) },
    ),
    behind: fc.nat(BEHIND.length + 2),
  });
  return fc.array(frame, { minLength: 1, maxLength: FRAMES_PER_RUN_MAX });
}

const encoder = new TextEncoder();

/** Bytes that would complete a frame, or look like more of it. */
const BEHIND: readonly Uint8Array[] = ['', '}', '"', '}]', '0', '0"', ' ', ',"', ']}', '",', '\\'].map((text) =>
  encoder.encode(text),
);

const trees = new WeakMap<FrameShapes, unknown[]>();

export function makeFrame(plan: FramePlan, shapes: FrameShapes): MadeFrame {
  const text = shapes.texts[plan.shape % shapes.texts.length]!;
  let bytes = encoder.encode(twisted(text, plan, shapes));
  for (const [kind, at, what] of plan.bytes)
    bytes = BYTE_TWISTS[kind % BYTE_TWISTS.length]!(bytes, at, what, shapes.symbols) as typeof bytes;
  if (plan.cut === 0 || bytes.length === 0) return { bytes, behind: BEHIND[plan.behind % BEHIND.length]! };
  // What was cut off may still lie behind: the decoder must not read on.
  const kept = bytes.length - 1 - ((plan.cut - 1) % bytes.length);
  const behind = plan.behind % 2 === 0 ? bytes.subarray(kept) : BEHIND[plan.behind % BEHIND.length]!;
  return { bytes: bytes.subarray(0, kept), behind };
}

function twisted(text: string, { shape, twists, style }: FramePlan, shapes: FrameShapes): string {
  if (twists.length === 0 && style === 0) return text;
  const value = parsedShape(shape, shapes);
  if (value === undefined) return text;
  let tree = treeOf(value);
  for (const [kind, at, what] of twists) tree = TREE_TWISTS[kind % TREE_TWISTS.length]!(tree, at, what, shapes.symbols);
  return write(tree, style === 0 ? PLAIN : styleOf(style));
}

/** The shape as a value; undefined when it is no JSON. */
function parsedShape(shape: number, shapes: FrameShapes): unknown {
  const known = trees.get(shapes) ?? [];
  trees.set(shapes, known);
  const at = shape % shapes.texts.length;
  if (!(at in known)) {
    try {
      known[at] = JSON.parse(shapes.texts[at]!);
    } catch {
      known[at] = undefined;
    }
  }
  return known[at];
}

const SPACES = ['', '', '', ' ', '\n', '\t', '\r\n', '    ', ' '.repeat(200)];

/** Spaces, escapes or both, by the seed. Escaping keeps the text's value. */
function styleOf(seed: number): JsonStyle {
  let state = seed;
  const next = (max: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % max;
  };
  const spaced = seed % 8 !== 1;
  const rare = seed % 2 === 0;
  const escaped = seed % 8 <= 2;
  return {
    space: () => (!spaced || (rare && next(12) > 0) ? '' : SPACES[next(SPACES.length)]!),
    text: (quoted) => {
      if (!escaped || next(10) > 0 || quoted.length <= 2) return quoted;
      const at = 1 + next(quoted.length - 2);
      const code = quoted.charCodeAt(at);
      // A backslash and what follows it are one sign already.
      if (quoted.includes('\\')) return quoted;
      return `${quoted.slice(0, at)}\\u${code.toString(16).padStart(4, '0')}${quoted.slice(at + 1)}`;
    },
  };
}
