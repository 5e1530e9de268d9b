/** Everything that is fuzzed. */
import { VENUES } from '../../src-shared/venues/index.ts';
import { frameSubject } from './frames/frame-subject.ts';
import { SIDE_SUBJECTS } from './sides/side-subject.ts';
import type { Subject } from './subject.ts';

export const SUBJECTS: readonly Subject[] = [...VENUES.map((venue) => frameSubject(venue)), ...SIDE_SUBJECTS];
