/** A program of its own that decides on many links of one file: FILE NAME COUNT. */
import { LinkStore } from '../../../../src-main/links/link-store.ts';
import { linkId } from '../../../../src-shared/domain/link.ts';
import type { Millis } from '../../../../src-shared/domain/time.ts';

const [path = '', name = '', count = '0'] = process.argv.slice(2);
const { store } = await LinkStore.open(path, new Date());
for (let at = 0; at < Number(count); at++) {
  const members = [`one:${name}${at}`, `two:${name}${at}`].map((listing) => ({
    listing,
    orientation: 'same' as const,
  }));
  const link = {
    id: linkId(members.map(({ listing }) => listing)),
    title: name,
    status: 'suggested' as const,
    members,
  };
  const by = { action: 'confirm' as const, by: name, atMs: Date.now() as Millis };
  const { decision } = await store.decide({ action: 'confirm', link, listing: null }, by);
  // Undone and decided again: an undo must not lose what others decided either.
  await store.undo(decision);
  await store.decide({ action: 'confirm', link, listing: null }, by);
}
