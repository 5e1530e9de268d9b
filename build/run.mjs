/** The npm scripts: `node build/run.mjs <script> [arguments]`. */
import { launch } from './launch.mjs';

process.exitCode = await launch(process.argv[2] ?? '', process.argv.slice(3));
