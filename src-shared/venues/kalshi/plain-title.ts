/**
 * Kalshi writes some titles in Markdown ("Will the **high temp in NYC** be..."): the words stay, the marks of emphasis go.
 *
 * A star that multiplies, stands alone or opens a footnote is no emphasis and stays.
 */
const STRONG = /(\*{2,3})(?=[^\s*])([^*]*[^\s*])\1/g;
const EMPHASISED = /(?<![\p{L}\p{N}*])\*(?=[^\s*])([^*]*[^\s*])\*(?![\p{L}\p{N}*])/gu;

export function plainTitle(title: string): string {
  return title.includes('*') ? title.replace(STRONG, '$2').replace(EMPHASISED, '$1') : title;
}
