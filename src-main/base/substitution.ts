/**
 * Environment variables in the settings: `${NAME}`, `${NAME:-default}` and `${NAME:?message}`.
 *
 * A string whose variable is not set and has no default is taken out, so that the setting's own default holds; the user
 * is told. An empty variable counts as not set, as in a shell.
 */
import { isJsonObject } from './json-file.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::([-?])([^}]*))?\}/g;

/** A copy of `value` with every string filled in; `problems` receives a sentence for each that could not be. */
export function substitute(value: unknown, environment: Environment, problems: string[], path = ''): unknown {
  if (typeof value === 'string') return fill(value, environment, problems, path);
  if (Array.isArray(value)) {
    const items = value.map((item, index) => substitute(item, environment, problems, `${path}[${index}]`));
    return items.filter((item) => item !== undefined);
  }
  if (!isJsonObject(value)) return value;
  const filled: [string, unknown][] = [];
  for (const [key, item] of Object.entries(value)) {
    const result = substitute(item, environment, problems, path === '' ? key : `${path}.${key}`);
    if (result !== undefined) filled.push([key, result]);
  }
  return Object.fromEntries(filled);
}

function fill(text: string, environment: Environment, problems: string[], path: string): string | undefined {
  let isComplete = true;
  const filled = text.replaceAll(
    REFERENCE,
    (_, name: string, operator: string | undefined, word: string | undefined) => {
      const found = environment[name];
      if (found) return found;
      if (operator === '-') return word ?? '';
      isComplete = false;
      problems.push(`${path} needs the environment variable ${name}: ${word || 'it is not set'}.`);
      return '';
    },
  );
  return isComplete ? filled : undefined;
}
