/** Values that are almost right: a good one of which some places hold something odd, nothing, or far too much. */
import fc from 'fast-check';
import type { Json } from '../../../src-shared/domain/notice.ts';

type Path = readonly (string | number)[];
type Twist = { readonly place: number; readonly odd: unknown; readonly copies: number };

const PLACES_MAX = 2_000;
const TWISTS_MAX = 5;
/** Takes the place away. */
const GONE = Symbol('gone');

const deep = (depth: number): Json => (depth === 0 ? null : { in: [deep(depth - 1)] });

const ODD: readonly unknown[] = [
  GONE,
  null,
  true,
  -1,
  0,
  0.1,
  2 ** 53,
  1e308,
  '',
  ' ',
  '0.5',
  '1e999',
  'NaN',
  '__proto__',
  '\ud800',
  '9,'.repeat(2_000),
  'x'.repeat(30_000),
  '2026-02-30T25:61:61Z',
  [],
  {},
  deep(100),
];

/** What a good value becomes. */
export function twisted(good: Json): fc.Arbitrary<Json> {
  const paths = placesOf(good);
  const odd = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...ODD) },
    { weight: 1, arbitrary: fc.jsonValue() as fc.Arbitrary<unknown> },
  );
  const twist = fc.record({ place: fc.nat(paths.length - 1), odd, copies: fc.constantFrom(0, 0, 0, 1, 200) });
  return fc.array(twist, { minLength: 1, maxLength: TWISTS_MAX }).map((twists) => {
    let value = structuredClone(good);
    for (const one of twists) value = put(value, paths[one.place]!, one);
    return value;
  });
}

function placesOf(value: Json, path: Path = []): Path[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const places: Path[] = [path];
  for (const [name, one] of inner) {
    if (places.length >= PLACES_MAX) break;
    places.push(...placesOf(one as Json, [...path, Array.isArray(value) ? Number(name) : name]));
  }
  return places;
}

function put(root: Json, path: Path, { odd: given, copies }: Twist): Json {
  // A copy: the next twist may change what this one put there.
  const odd = given === GONE ? GONE : structuredClone(given);
  const last = path.at(-1);
  if (last === undefined) return odd === GONE ? null : (odd as Json);
  let container = root as unknown;
  for (const step of path.slice(0, -1)) {
    if (typeof container !== 'object' || container === null) return root;
    container = (container as Record<string | number, unknown>)[step];
  }
  if (typeof container !== 'object' || container === null) return root;
  const held = container as Record<string | number, unknown>;
  if (Array.isArray(container) && copies > 0) container.push(...Array.from({ length: copies }, () => held[last]));
  if (odd === GONE) delete held[last];
  else held[last] = odd;
  return root;
}
