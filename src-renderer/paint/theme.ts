/**
 * Resolves the CSS variables of the theme to colours that a canvas understands.
 *
 * Read once per document and revision of the theme. A custom property may hold anything (a mix, another variable), so each is
 * resolved by the browser, as the colour of an element.
 */

/** What a painter calls a colour, and the variable that holds it. */
const VARIABLES = {
  background: '--bg-pane',
  raised: '--bg-raised',
  hover: '--bg-hover',
  line: '--line',
  lineStrong: '--line-strong',
  text: '--text',
  textDim: '--text-dim',
  textFaint: '--text-faint',
  bid: '--bid',
  ask: '--ask',
  bidSoft: '--bid-soft',
  askSoft: '--ask-soft',
  bidText: '--bid-text',
  askText: '--ask-text',
  crossed: '--crossed',
  flashAdd: '--flash-add',
  flashPull: '--flash-pull',
  hatch: '--hatch',
  wall: '--wall',
  warn: '--warn',
} as const;

export type Colours = Readonly<Record<keyof typeof VARIABLES, string>>;

export type PaintTheme = {
  readonly revision: number;
  readonly colours: Colours;
  /** The family for figures, as CSS writes it. */
  readonly numberFont: string;
  readonly wordFont: string;
};

const themes = new WeakMap<Document, PaintTheme>();

/** The theme of the element's document, as of this revision. */
export function paintThemeOf(element: Element, revision: number): PaintTheme {
  const document = element.ownerDocument;
  const known = themes.get(document);
  if (known !== undefined && known.revision === revision) return known;
  const theme = readTheme(document, revision);
  themes.set(document, theme);
  return theme;
}

function readTheme(document: Document, revision: number): PaintTheme {
  const view = document.defaultView ?? window;
  const probe = document.createElement('span');
  probe.hidden = true;
  document.documentElement.append(probe);
  const computed = view.getComputedStyle(probe);
  const colours: Record<string, string> = {};
  for (const [name, variable] of Object.entries(VARIABLES)) {
    probe.style.color = `var(${variable})`;
    colours[name] = computed.color;
  }
  probe.style.fontFamily = 'var(--font-num)';
  const numberFont = computed.fontFamily;
  probe.style.fontFamily = 'var(--font-ui)';
  const wordFont = computed.fontFamily;
  probe.remove();
  return { revision, colours: colours as Colours, numberFont, wordFont };
}
