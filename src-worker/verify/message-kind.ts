/** What a message of a recording is, in one word, and what passes for a word of the venue. */
import type { MessageKind } from '../../src-shared/contract/verify.ts';
import { ANY_BOOK, type Notice } from '../../src-shared/domain/notice.ts';
import { EVENT, type EventBuffer } from '../../src-shared/domain/wire/event-buffer.ts';

/** A line without a time among lines with one was not written by the recorder as it stands: a word in it is no word. */
export function refuseWords({ notices }: EventBuffer): void {
  notices.forEach((notice, at) => {
    if (notice.kind === 'word') notices[at] = NO_LINE;
  });
}

const NO_LINE: Notice = {
  kind: 'problem',
  code: 'MALFORMED_JSON',
  text: "A line is not like the file's others, and no message.",
  slot: ANY_BOOK,
};

/** What a message is: by its first row, or by its first notice when it has no rows. */
export function kindOf({ length, kind, notices }: EventBuffer): MessageKind {
  if (length === 0) {
    const [notice] = notices;
    if (notice?.kind === 'control' && notice.refusal !== undefined) return 'refusal';
    return NOTICE_KINDS[notice?.kind ?? 'none'];
  }
  switch (kind[0]) {
    case EVENT.snapshot:
      return 'snapshot';
    case EVENT.trade:
      return 'trade';
    case EVENT.grid:
      return 'grid';
    default:
      return 'delta';
  }
}

const NOTICE_KINDS: Readonly<Record<Notice['kind'] | 'none', MessageKind>> = {
  problem: 'unreadable',
  lifecycle: 'lifecycle',
  control: 'control',
  word: 'word',
  none: 'other',
};
