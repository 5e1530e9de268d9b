/** Entry of the journal's thread in the benchmark: the product's own, watched. */
import { watchThread } from './thread-watch.ts';

watchThread('journal');
await import('../../../src-main/recording/journal-thread.ts');
