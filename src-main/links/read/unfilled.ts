/** Gaps that were never filled in a venue's template: `{candidate}`, `{{year}}`, `<election>`, `||Price||`. */

const GAP =
  /\{\{?[^{}\n]{0,60}\}?\}|\$\{[^{}\n]{0,60}\}|<(?!\/)[a-z][a-z _-]{0,40}>|\[[A-Z][A-Z _-]{1,40}\]|\|\|[^|\n]{1,40}\|\||%[sd](?![a-z])|(?<![A-Za-z])TBD(?![A-Za-z])/g;
/** Elements of rich text are none. */
const ELEMENTS = /^<(?:a|b|i|u|p|br|em|ul|ol|li|hr|div|span|strong|code|sub|sup)>$/;

/** The gaps of a text with its capitals. */
export function gapsIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(GAP)].map(([gap]) => gap))].filter((gap) => !ELEMENTS.test(gap));
}
