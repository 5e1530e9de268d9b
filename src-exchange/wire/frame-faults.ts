/**
 * Decides what becomes of a frame that a fault strikes: what is sent in its place, and whether its contents arrive whole.
 */

import type { Random } from '../model/random.ts';
import type { FrameContent } from '../model/truth-ledger.ts';
import type { FaultForms } from './fault-forms.ts';
import type { FaultKind } from './fault-kinds.ts';

/** A frame to send. `intact`: it holds what the exchange meant. */
export interface Piece {
  readonly data: string | Uint8Array;
  readonly isBinary: boolean;
  readonly intact: boolean;
}

/** Frames of 32 MiB are the largest a client takes; the padding is white space. */
const HUGE_FRAME_BYTES = 32 * 1024 * 1024;

type Maker = (text: string, random: Random, forms: FaultForms) => Piece[];

/** What is sent in a frame's place, by kind; an empty list: nothing. */
const MAKERS = {
  drop: () => [],
  duplicate: (text) => [whole(text), whole(text)],
  malformed: (text, random) => [broken(text.slice(0, 1 + random.below(text.length - 1)))],
  'cut-utf8': (text, random) => [broken(cutInside(text, random))],
  binary: (text) => [{ data: Buffer.from(text), isBinary: true, intact: false }],
  huge: (text) => [whole(text + ' '.repeat(Math.max(0, HUGE_FRAME_BYTES - Buffer.byteLength(text))))],
  'unknown-kind': (text, random) => [
    broken(`{"type":"orderbook_v${random.below(99)}","event_type":"depth_v${random.below(99)}","msg":[1,null]}`),
    whole(text),
  ],
  'unknown-field': (text) => [whole(text.replace(/\{/, '{"zz_new":{"a":[1,2,null],"b":"}\\""},'))],
  'wrong-type': (text, _random, forms) => [broken(forms.withWrongTypes(text))],
  'empty-array': () => [broken('[]')],
  'no-snapshot': () => [],
  'snapshot-twice': (text) => [whole(text), whole(text)],
} as const satisfies Readonly<Partial<Record<FaultKind, Maker>>>;

/** Kinds whose frame is sent unchanged, behind others; its connection holds it until then. */
export type LateKind = Extract<FaultKind, 'reorder' | 'late-snapshot'>;
export type FrameFaultKind = LateKind | keyof typeof MAKERS;

const SNAPSHOTS_ONLY: readonly FaultKind[] = ['empty-array', 'no-snapshot', 'snapshot-twice', 'late-snapshot'];

export function isFrameKind(kind: FaultKind): kind is FrameFaultKind {
  return isLateKind(kind) || Object.hasOwn(MAKERS, kind);
}

export function isLateKind(kind: FaultKind): kind is LateKind {
  return kind === 'reorder' || kind === 'late-snapshot';
}

/** Whether a kind can strike a frame with these contents. */
export function concerns(kind: FrameFaultKind, contents: readonly FrameContent[]): boolean {
  if (SNAPSHOTS_ONLY.includes(kind)) return contents.some(({ what }) => what === 'snapshot');
  // A trade or a change of the grid with a wrong type changes no level.
  return contents.some(({ what }) => what === 'snapshot' || what === 'mirror' || what === 'change');
}

export function piecesOf(
  kind: Exclude<FrameFaultKind, LateKind>,
  text: string,
  random: Random,
  forms: FaultForms,
): readonly Piece[] {
  return MAKERS[kind](text, random, forms);
}

/** Whether the contents of a struck frame are lost in a way that no client can notice. */
export function isUnnoticed(kind: FrameFaultKind): boolean {
  return kind === 'drop' || isLateKind(kind);
}

export function whole(text: string): Piece {
  return { data: text, isBinary: false, intact: true };
}

function broken(data: string | Uint8Array): Piece {
  return { data, isBinary: false, intact: false };
}

/** The frame up to somewhere, with the first two bytes of a character of three. */
function cutInside(text: string, random: Random): Uint8Array {
  const kept = Buffer.from(text.slice(0, 1 + random.below(text.length - 1)));
  return Buffer.concat([kept, Buffer.from([0xe2, 0x82])]);
}
