/** Entry of the engine's thread in the benchmark: the product's own, watched. */
import { watchThread } from './thread-watch.ts';

watchThread('engine');
await import('../../../src-worker/worker.ts');
