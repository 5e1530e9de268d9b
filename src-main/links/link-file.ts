/**
 * The links file: what people decided about links, as JSON that can be read, mended and handed on.
 *
 * It holds confirmed and rejected links. Reading is strict: a file with one link that cannot be understood is not taken, because
 * half of a person's decisions would be worse than the sentence that says where the fault is.
 */
import * as z from 'zod';
import { LINK_MEMBERS_MAX, LINKS_MAX } from '../../src-shared/domain/limits.ts';
import { LINK_ACTIONS, type Link } from '../../src-shared/domain/link.ts';
import type { Millis } from '../../src-shared/domain/time.ts';

const FORMAT = 'crossbook-links';
const VERSION = 1;
const ID_LENGTH_MAX = 300;
const TEXT_LENGTH_MAX = 1_000;

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

const fileSchema = z
  .strictObject({ format: z.literal(FORMAT), version: z.literal(VERSION), links: z.array(linkSchema).max(LINKS_MAX) })
  .superRefine(({ links }, context) => {
    const linked = new Set<string>();
    for (const { status, members } of links) {
      for (const { listing: id } of status === 'confirmed' ? members : []) {
        if (linked.has(id)) context.addIssue({ code: 'custom', message: `${id} is in two confirmed links` });
        linked.add(id);
      }
    }
  });

/** The links of a parsed file. Throws a sentence that names the first fault. */
export function readLinks(value: unknown): readonly Link[] {
  const read = fileSchema.safeParse(value);
  if (!read.success) {
    const issue = read.error.issues[0]!;
    throw new Error(`${issue.path.length > 0 ? `${issue.path.join('.')}: ` : ''}${issue.message}`);
  }
  return read.data.links.map(({ decisions, disagreement, ...link }) => ({
    ...link,
    decisions: decisions.map(({ action, by, at }) => ({ action, by, atMs: at })),
    ...(disagreement && { disagreement: { seenMs: disagreement.seen, results: disagreement.results } }),
  }));
}

/** The same links as the object to be written. */
export function writeLinks(links: readonly Link[]): object {
  return {
    format: FORMAT,
    version: VERSION,
    links: links.map(({ id, title, status, members, decisions = [], disagreement }) => ({
      id,
      title,
      status,
      members,
      decisions: decisions.map(({ action, by, atMs }) => ({ action, by, at: new Date(atMs).toISOString() })),
      ...(disagreement && {
        disagreement: { seen: new Date(disagreement.seenMs).toISOString(), results: disagreement.results },
      }),
    })),
  };
}
