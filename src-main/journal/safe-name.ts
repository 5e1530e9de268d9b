/** A market's name as the name of a file, on every system. */
const CHARS_MAX = 150;

export function safeName(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]+/g, '_').slice(0, CHARS_MAX);
}
