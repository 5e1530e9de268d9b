/**
 * The format of the links file: the user's decisions about links, as JSON that people can read, edit and pass on.
 *
 * It holds confirmed and rejected links. Reading is strict: a file with one link that cannot be understood is refused as a whole,
 * because half of the user's decisions would be worse than a sentence that says where the fault is.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as z from 'zod';
import { LINK_MEMBERS_MAX, LINKS_MAX } from '../../src-shared/domain/limits.ts';
import { LINK_ACTIONS, type Link } from '../../src-shared/domain/link.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import type { Millis } from '../../src-shared/domain/time.ts';

const FORMAT = 'crossbook-links';
const VERSION = 1;
const ID_LENGTH_MAX = 300;
const TEXT_LENGTH_MAX = 1_000;
/** Of an id, in a sentence. */
const NAMED_LENGTH_MAX = 80;
/** Read or written in less than a millisecond. */
const LINKS_PER_PART = 50;
/** The layout that is written: what stands before, between and after the links. */
const HEAD = `{\n  "format": "${FORMAT}",\n  "version": ${VERSION},\n  "links": [`;
const BETWEEN = ',\n    {';
const TAIL = '\n  ]\n}\n';

const listing = z
  .string()
  .min(3)
  .max(ID_LENGTH_MAX)
  .regex(/^[^:]+:./, 'a listing is named as venue:id');
/** ISO 8601, so that people can read when something was decided. */
const time = z.iso.datetime().transform((text) => Date.parse(text) as Millis);

const decisionSchema = z.strictObject({ action: z.enum(LINK_ACTIONS), by: z.string().max(TEXT_LENGTH_MAX), at: time });

const linkSchema = z
  .strictObject({
    id: z
      .string()
      .min(1)
      .max(LINK_MEMBERS_MAX * ID_LENGTH_MAX),
    title: z.string().max(TEXT_LENGTH_MAX),
    status: z.enum(['confirmed', 'rejected']),
    members: z
      .array(z.strictObject({ listing, orientation: z.enum(['same', 'inverted']) }))
      .min(2)
      .max(LINK_MEMBERS_MAX),
    decisions: z.array(decisionSchema).default([]),
    disagreement: z
      .strictObject({
        seen: time,
        results: z.array(z.strictObject({ listing, resolution: z.enum(['yes', 'no', 'other']) })).max(LINK_MEMBERS_MAX),
      })
      .optional(),
  })
  .refine(
    ({ members }) => new Set(members.map((one) => one.listing)).size === members.length,
    'a listing occurs twice',
  );

const partSchema = z.array(linkSchema);

const fileSchema = z
  .strictObject({ format: z.literal(FORMAT), version: z.literal(VERSION), links: z.array(linkSchema).max(LINKS_MAX) })
  .superRefine(({ links }, context) => {
    const twice = linkedTwice(links);
    if (twice !== undefined) context.addIssue({ code: 'custom', message: `${twice} is in two confirmed links` });
  });

/** A listing that is part of two confirmed links. */
export function linkedTwice(links: readonly Pick<Link, 'status' | 'members'>[]): ListingId | undefined {
  const linked = new Set<ListingId>();
  for (const { status, members } of links) {
    for (const { listing: id } of status === 'confirmed' ? members : []) {
      if (linked.has(id)) return id;
      linked.add(id);
    }
  }
  return undefined;
}

/** The links of a parsed file. Throws a sentence that names the first fault. */
export function readLinks(value: unknown): readonly Link[] {
  const read = fileSchema.safeParse(value);
  if (!read.success) {
    const issue = read.error.issues[0]!;
    throw new Error(`${issue.path.length > 0 ? `${issue.path.join('.')}: ` : ''}${issue.message}`);
  }
  return read.data.links.map(linkOf);
}

/**
 * The links of a file's text. One that {@link linksText} wrote is read a part a turn; any other at once. Rejects with a sentence that
 * names the first fault, or with the SyntaxError of a text that is not JSON.
 */
export async function readLinksText(text: string): Promise<readonly Link[]> {
  const links: Link[] = [];
  try {
    for (const part of writtenParts(text)) {
      links.push(...partSchema.parse(JSON.parse(`[${part}]`)).map(linkOf));
      await nextTurn();
    }
  } catch {
    // Edited by hand, or at fault: read at once, it says what is wrong.
    return readLinks(JSON.parse(text));
  }
  if (links.length > LINKS_MAX || linkedTwice(links) !== undefined) return readLinks(JSON.parse(text));
  return links;
}

/** The texts of the links between head and tail, some at a time. Throws for a text of another layout. */
function* writtenParts(text: string): Generator<string> {
  if (!text.startsWith(HEAD) || !text.endsWith(TAIL)) throw new Error('it has another layout');
  const end = text.length - TAIL.length;
  let from = HEAD.length;
  while (from < end) {
    let to = from;
    // No text in JSON holds a line break, and what is inside a link is indented deeper: these begin a link.
    for (let count = 0; count < LINKS_PER_PART && to >= 0; count++) to = text.indexOf(BETWEEN, to + 1);
    yield text.slice(from, to < 0 ? end : to);
    from = to < 0 ? end : to + 1;
  }
}

function linkOf({ decisions, disagreement, ...link }: z.infer<typeof linkSchema>): Link {
  return {
    ...link,
    decisions: decisions.map(({ action, by, at }) => ({ action, by, atMs: at })),
    ...(disagreement && { disagreement: { seenMs: disagreement.seen, results: disagreement.results } }),
  };
}

/** Throws a sentence when a file with these links would not be read again: the first of them that is at fault is named. */
export function requireReadable(links: readonly Link[]): void {
  for (const link of links) {
    const read = linkSchema.safeParse(JSON.parse(JSON.stringify(writtenLink(link))));
    if (read.success) continue;
    const [{ path, message }] = read.error.issues as [z.core.$ZodIssue];
    throw new Error(`The link ${link.id.slice(0, NAMED_LENGTH_MAX)} cannot be kept: ${path.join('.')}: ${message}`);
  }
}

/** The links as the object to be written. */
export function writeLinks(links: readonly Link[]): object {
  return { format: FORMAT, version: VERSION, links: links.map(writtenLink) };
}

/** The text of {@link writeLinks}, in parts short enough that writing ten thousand links never holds up the thread. */
export function* linksText(links: readonly Link[]): Generator<string> {
  yield HEAD;
  for (let at = 0; at < links.length; at += LINKS_PER_PART) {
    const texts = links.slice(at, at + LINKS_PER_PART).map((link) => JSON.stringify(writtenLink(link), null, 2));
    yield `${at === 0 ? '' : ','}\n    ${texts.join(',\n').replaceAll('\n', '\n    ')}`;
  }
  yield links.length === 0 ? ']\n}\n' : TAIL;
}

function writtenLink({ id, title, status, members, decisions = [], disagreement }: Link): object {
  return {
    id,
    title,
    status,
    members,
    decisions: decisions.map(({ action, by, atMs }) => ({ action, by, at: new Date(atMs).toISOString() })),
    ...(disagreement && {
      disagreement: { seen: new Date(disagreement.seenMs).toISOString(), results: disagreement.results },
    }),
  };
}
