/**
 * Builds the window alone (out/renderer), by the same configuration as the whole app. Runs on the product's Node,
 * because it reads the configuration as TypeScript.
 */
import { build } from 'vite';
import config from '../electron.vite.config.ts';

await build({ ...config.renderer, configFile: false, logLevel: 'warn', mode: 'production' });
