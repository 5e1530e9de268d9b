#!/usr/bin/env node
/** The `crossbook` command, as installed by npm: the same as `npm run crossbook --`. */
import { launch } from './launch.mjs';

process.exitCode = await launch('crossbook', process.argv.slice(2));
