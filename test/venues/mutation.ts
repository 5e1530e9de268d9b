/** Makes strange values of good ones: what a decoder or a reader must survive. */
import fc from 'fast-check';

export const STRANGE: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  1e300,
  '',
  'x',
  '0x10',
  '1e3',
  '-0.1',
  '9'.repeat(40),
  [],
  {},
  [[]],
  [{}],
];

/** The value with one place inside it, chosen at random, exchanged for something strange or left out. */
export function mutationOf(value: unknown): fc.Arbitrary<unknown> {
  const places = placesOf(value, []);
  return fc
    .tuple(fc.constantFrom(...places), fc.option(fc.constantFrom(...STRANGE), { nil: undefined }))
    .map(([place, strange]) => exchanged(value, place, strange));
}

export function placesOf(value: unknown, path: readonly string[]): (readonly string[])[] {
  const places: (readonly string[])[] = [path];
  if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) places.push(...placesOf(inner, [...path, key]));
  }
  return places;
}

export function exchanged(value: unknown, path: readonly string[], strange: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return strange ?? null;
  if (Array.isArray(value))
    return value.map((inner, at) => (String(at) === key ? exchanged(inner, rest, strange) : inner));
  const entries = Object.entries(value as object).flatMap(([name, inner]): [string, unknown][] => {
    if (name !== key) return [[name, inner]];
    return rest.length === 0 && strange === undefined ? [] : [[name, exchanged(inner, rest, strange)]];
  });
  return Object.fromEntries(entries);
}
