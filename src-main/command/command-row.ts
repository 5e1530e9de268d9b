/** A row of the command table: the one place that a command's parsing and its help come from. */
import type { Option, Command as Parsed } from 'commander';
import { option } from './option-values.ts';
import { UsageError } from './usage-error.ts';

export type CommandRow<Command> = {
  readonly name: string;
  readonly text: string;
  /** What follows the name, as the help shows it, such as `<session>`; '' takes nothing. */
  readonly operands: string;
  readonly options: readonly Option[];
  /** Lines below the options in the command's help. */
  readonly notes?: string;
  /** Checks what was parsed. Throws {@link UsageError}. */
  read(parsed: Parsed): Command;
};

export const JSON_OPTION = option(
  '--json',
  'print one JSON object on standard output, everything else on standard error',
);
export const DATA_OPTION = option('--data <dir>', 'keep settings and state in <dir> instead of the user profile');
export const DEMO_PROFILE_OPTION = option('--demo', 'use the profile of the demo');

/** The action that a command with several begins with. Throws {@link UsageError}. */
export function readAction<Action extends string>(parsed: Parsed, actions: readonly Action[]): Action {
  const action = actions.find((name) => name === parsed.args[0]);
  if (action !== undefined) return action;
  const name = parsed.name();
  throw new UsageError(
    `crossbook ${name} needs one of ${actions.join(', ')}; \`crossbook ${name} --help\` says what they do.`,
  );
}
