/** A number of 52 bits from a text: the same text always gives the same, and two texts hardly ever. Not for secrets. */

const HIGH = 2 ** 26;
const MASK = HIGH - 1;

export function textHash(text: string): number {
  let a = 0x3c6ef372;
  let b = 0x5be0cd19;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 0x85ebca6b);
    b = Math.imul(b ^ code, 0xc2b2ae35);
    a ^= a >>> 15;
  }
  a = Math.imul(a ^ (b >>> 13), 0x9e3779b1);
  b = Math.imul(b ^ (a >>> 16), 0x85ebca77);
  return ((a >>> 0) & MASK) * HIGH + ((b >>> 0) & MASK);
}
