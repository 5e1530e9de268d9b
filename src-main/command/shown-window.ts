/**
 * Prints what the command of these arguments will show, for the launcher, which builds it first: `desktop`, `page`, or nothing
 * (checks, help, a development server's window, a command line that is not understood).
 */
import { VENUES } from '../base/registry.ts';
import { readCommand } from './command-line.ts';
import { UsageError } from './usage-error.ts';

try {
  const command = readCommand(process.argv.slice(2), VENUES);
  if ('devUrl' in command && command.devUrl === null) {
    process.stdout.write(command.command === 'serve' ? 'page' : 'desktop');
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
}
