/** Everything that is fuzzed. */
import { VENUES } from '../../src-shared/venues/index.ts';
import { frameSubject } from './frames/frame-subject.ts';
import { FOLDER_SUBJECT } from './inputs/folder-subject.ts';
import { LINK_TEXT_SUBJECT } from './inputs/link-text-subject.ts';
import { MESSAGE_SUBJECT } from './inputs/message-subject.ts';
import { bodySubject, PACKED_SUBJECT } from './inputs/rest-subject.ts';
import { SETTINGS_SUBJECT } from './inputs/settings-subject.ts';
import { SIDE_SUBJECTS } from './sides/side-subject.ts';
import type { Subject } from './subject.ts';

export const SUBJECTS: readonly Subject[] = [
  ...VENUES.map((venue) => frameSubject(venue)),
  ...SIDE_SUBJECTS,
  ...VENUES.map(bodySubject),
  PACKED_SUBJECT,
  SETTINGS_SUBJECT,
  MESSAGE_SUBJECT,
  FOLDER_SUBJECT,
  LINK_TEXT_SUBJECT,
];
