/** What a test says of the Crossbook it wants: which exchange, which profile; and how that becomes a command line. */

/** `live` reads settings.json; `demo` has its own exchange; `linked` is a demo on the test's exchange (exchange-host.ts). */
export type AppKind = 'live' | 'demo' | 'linked';

export type AppStart = {
  readonly kind: AppKind;
  /** Profile folder: settings, keys, what is remembered. */
  readonly dataDir: string;
  /** What the test's exchange says of itself, as JSON; for `linked`. */
  readonly factsFile: string;
};

/** The arguments after the program's name. `opener` is the command that opens a window of the kind asked for. */
export function commandOf({ kind, dataDir }: AppStart, opener: 'serve' | 'start'): readonly string[] {
  const rest = ['--json', '--data', dataDir];
  if (kind === 'live') return [opener, ...rest];
  return opener === 'serve' ? ['serve', '--demo', ...rest] : ['demo', ...rest];
}
