/**
 * `crossbook links`: decides on the links of a profile without a window. Typing `confirm` is the user's decision; a running Crossbook
 * takes over what was decided here.
 */
import { userInfo } from 'node:os';
import { type Link, type LinkDecision, linkId } from '../../src-shared/domain/link.ts';
import type { Millis } from '../../src-shared/domain/time.ts';
import { errorText } from '../base/error-text.ts';
import { JSON_FILE_BYTES_MAX, writeJsonFile } from '../base/json-file.ts';
import { readRegular } from '../base/open-regular.ts';
import type { LinksCommand } from '../command/links-options.ts';
import { readLinks } from '../links/link-file.ts';
import { LinkStore } from '../links/link-store.ts';
import { comparePairs } from './links-compare.ts';

/** As long a title as the links file takes. */
const TITLE_LENGTH_MAX = 1_000;

export type LinksAnswer = { readonly json: unknown; readonly text: string };

/** Rejects with a sentence. */
export async function runLinksCommand(command: LinksCommand, linksFile: string, now: Date): Promise<LinksAnswer> {
  if (command.action === 'compare') return await comparePairs(command.operands[0] ?? '');
  const { store, warnings } = await LinkStore.open(linksFile, now);
  if (warnings[0] !== undefined) throw new Error(warnings[0]);
  const [operand = ''] = command.operands;
  switch (command.action) {
    case 'list':
      return list(store, linksFile);
    case 'export':
      await writeJsonFile(operand, store.exported());
      return said(store.all().length, `links were written to ${operand}`);
    case 'import':
      return said(await store.import(readLinks(await readJson(operand))), 'links are new or changed');
    case 'confirm':
    case 'reject': {
      const { action } = command;
      const link = linkOf(store, command);
      const decision: LinkDecision = { action, by: userInfo().username, atMs: now.getTime() as Millis };
      const decided = await store.decide({ action, link, listing: null }, decision);
      const json = { ok: true, link: decided.link };
      return { json, text: `${decided.link?.id}: ${decided.link?.status}\n` };
    }
  }
}

function said(count: number, what: string): LinksAnswer {
  return { json: { ok: true, links: count }, text: `${count} ${what}.\n` };
}

function list(store: LinkStore, file: string): LinksAnswer {
  const links = store.all();
  const lines = links.map(({ id, status, title, members, disagreement }) => {
    const listings = members.map(({ listing, orientation }) => `    ${orientation.padEnd(8)} ${listing}`);
    const note = disagreement ? '  settled differently' : '';
    return [`${status.padEnd(9)}  ${title}${note}`, `    ${id}`, ...listings].join('\n');
  });
  const text = lines.length > 0 ? `${lines.join('\n')}\n` : `There are no links in ${file}.\n`;
  return { json: { ok: true, file, links }, text };
}

/** A link that is known, by its id; or a new one of the listings given. */
function linkOf(store: LinkStore, { operands, inverted }: LinksCommand): Link {
  const [first = ''] = operands;
  const known = operands.length === 1 ? store.get(first) : store.get(linkId(operands));
  if (known) return known;
  if (operands.length === 1) throw new Error(`There is no link ${first}; name its listings, each as venue:id.`);
  const strange = operands.find((listing) => !/^[a-z0-9-]+:./.test(listing));
  if (strange !== undefined) throw new Error(`A listing is named as venue:id, not '${strange}'.`);
  if (new Set(operands).size < operands.length) throw new Error('A listing is named twice.');
  const members = operands.map((listing, index) => {
    return { listing, orientation: inverted && index > 0 ? ('inverted' as const) : ('same' as const) };
  });
  const title = operands.join(' and ').slice(0, TITLE_LENGTH_MAX);
  return { id: linkId(operands), title, status: 'suggested', members };
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(String(await readRegular(path, JSON_FILE_BYTES_MAX)));
  } catch (error) {
    throw new Error(`${path} cannot be read: ${errorText(error)}.`);
  }
}
