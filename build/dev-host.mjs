#!/usr/bin/env node
/**
 * Stands in for Electron under `electron-vite dev` on a machine that has no Electron binary: starts the Node host,
 * whose window loads from the development server and so reloads as the sources change.
 */
import { run } from './child.mjs';
import { inRoot, productNode } from './paths.mjs';

const url = process.env.ELECTRON_RENDERER_URL;
if (!url) throw new Error('ELECTRON_RENDERER_URL is not set: this script is started by `npm run dev`');
process.exitCode = await run(productNode(), [inRoot('src-main', 'cli.ts'), 'demo', '--dev-url', url]);
