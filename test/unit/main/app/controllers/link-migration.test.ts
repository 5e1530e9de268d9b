/** What the user kept about links that ended migrates to their successors, and the log says so. */
import { beforeEach, expect, it } from 'vitest';
import { EventLog } from '../../../../../src-main/app/controllers/event-log.ts';
import { LinkController } from '../../../../../src-main/app/controllers/link-controller.ts';
import { LinkMigration } from '../../../../../src-main/app/controllers/link-migration.ts';
import { WatchlistController } from '../../../../../src-main/app/controllers/watchlist-controller.ts';
import { LinkStore } from '../../../../../src-main/links/link-store.ts';
import { LinkSuggestions } from '../../../../../src-main/links/link-suggestions.ts';
import { LinkTable } from '../../../../../src-main/links/link-table.ts';
import { packSuggestions, SuggestionTable } from '../../../../../src-main/links/suggestion-table.ts';
import { createStateStore, DEFAULT_STATE } from '../../../../../src-main/profile/state.ts';
import type { MainToWindow, Watchlist } from '../../../../../src-shared/contract/window-main.ts';
import type { AlertRule } from '../../../../../src-shared/domain/alert.ts';
import { LINK_PREVIEWS_MAX } from '../../../../../src-shared/domain/limits.ts';
import { type Link, linkId } from '../../../../../src-shared/domain/link.ts';
import type { Listing } from '../../../../../src-shared/domain/listing.ts';
import { alertRules } from '../../../../contract/alert-messages.ts';

const link = (title: string, ...listings: string[]): Link => ({
  id: linkId(listings),
  title,
  status: 'confirmed',
  members: listings.map((listing) => ({ listing, orientation: 'same' })),
});

const rain = link('Rain', 'a:1', 'b:1');
const snow = link('Snow', 'c:1', 'd:1');
const suggested = (first: string, second: string, isInverted = false) => ({
  ...{ first, second, title: `${first} and ${second}`, isInverted, score: 90, overlap: 0.5, verdicts: 0 },
});
/** A rule of every kind about one link. */
const rulesOf = (target: string): readonly AlertRule[] => alertRules.map((rule) => ({ ...rule, target }));

let links: LinkController;
let table: LinkTable;
let state: ReturnType<typeof createStateStore>;
let log: EventLog;
let rules: readonly AlertRule[];
let pushed: MainToWindow[];

beforeEach(() => {
  const suggestions = new LinkSuggestions({
    file: '',
    catalog: () => ({ listings: 0, revision: 0, byVenue: [] }),
    onState: () => undefined,
  });
  const previews = Array.from({ length: LINK_PREVIEWS_MAX + 1 }, (_, at) => suggested(`p:${at}`, `q:${at}`));
  suggestions.suggested = new SuggestionTable(packSuggestions([suggested('b:1', 'c:1', true), ...previews]));
  table = new LinkTable();
  links = new LinkController({
    store: LinkStore.inMemory([rain, snow]),
    suggestions,
    listingOf: () => undefined,
    log: () => undefined,
    table,
  });
  state = createStateStore(
    DEFAULT_STATE,
    async () => undefined,
    () => undefined,
  );
  log = new EventLog();
  rules = [];
  pushed = [];
  const migration = new LinkMigration({
    listing: (id) => (id === 'a:1' ? ({ title: 'Rain at A' } as Listing) : undefined),
    links: table,
    watchlist: new WatchlistController(state, (message) => pushed.push(message)),
    alerts: {
      all: () => rules,
      setRules: (given) => {
        rules = given;
      },
    },
    log,
  });
  links.changed.on(({ ended }) => migration.take(ended));
});

const decide = (action: 'confirm' | 'reject' | 'split', id: string) =>
  links.handlers().decideLink({ action, link: id, listing: null });
const watch = (...watchlist: Watchlist): void => state.update({ watchlist });
const targets = (): readonly string[] => rules.map(({ when, target }) => `${when.kind} ${target}`);
const texts = (): readonly string[] => log.list().map(({ code, text }) => `${code}: ${text}`);

it('the row and the alerts of a link that ended move to its first listing, but for alerts that need two venues', async () => {
  for (const action of ['reject', 'split'] as const) {
    watch('x:1', rain.id, snow.id);
    rules = rulesOf(rain.id);
    const { decision } = await decide(action, rain.id);
    expect(state.get().watchlist).toEqual(['x:1', 'a:1', snow.id]);
    expect(pushed.at(-1)).toEqual({ kind: 'watchlist', watchlist: ['x:1', 'a:1', snow.id] });
    expect(targets()).toEqual([
      'price a:1',
      `spread ${rain.id}`,
      `edge ${rain.id}`,
      ...['wall a:1', 'trade a:1', 'feed a:1', 'resolution a:1'],
    ]);
    expect(texts().at(-1)).toBe(
      'LINK_ENDED: The link "Rain" no longer exists: its watchlist row and 5 alerts have moved to "Rain at A"; 2 alerts would mean something else there and can no longer fire.',
    );
    await links.handlers().undoLink({ decision });
    expect(state.get().watchlist).toEqual(['x:1', rain.id, snow.id]);
    expect(rules).toEqual(rulesOf(rain.id));
  }
});

it('what the user changed after the link ended stays so when the link exists again', async () => {
  watch('a:1', rain.id, snow.id);
  rules = rulesOf(rain.id);
  const { decision } = await decide('reject', rain.id);
  expect(state.get().watchlist).toEqual(['a:1', snow.id]);
  rules = rules.filter(({ when }) => when.kind !== 'wall');
  rules = rules.map((rule) => (rule.when.kind === 'price' ? { ...rule, target: 'x:1' } : rule));
  await links.handlers().undoLink({ decision });
  expect(state.get().watchlist).toEqual([rain.id, 'a:1', snow.id]);
  expect(targets()).toEqual([
    'price x:1',
    ...['spread', 'edge', 'trade', 'feed', 'resolution'].map((kind) => `${kind} ${rain.id}`),
  ]);

  const again = await decide('reject', rain.id);
  watch(snow.id);
  await links.handlers().undoLink({ decision: again.decision });
  expect(state.get().watchlist).toEqual([snow.id]);
});

it('those of a link that is joined with another move to the whole, but for alerts whose prices are inverted there', async () => {
  watch(rain.id, snow.id);
  rules = rulesOf(snow.id);
  await links.handlers().previewLink({ link: linkId(['b:1', 'c:1']) });
  await decide('confirm', linkId(['b:1', 'c:1']));
  expect(table.all().map(({ id }) => id)).toEqual([rain.id]);
  expect(state.get().watchlist).toEqual([rain.id]);
  expect(targets()).toEqual([
    `price ${snow.id}`,
    ...['spread', 'edge'].map((kind) => `${kind} ${rain.id}`),
    ...['wall', 'trade'].map((kind) => `${kind} ${snow.id}`),
    ...['feed', 'resolution'].map((kind) => `${kind} ${rain.id}`),
  ]);
});

it('those of a confirmation that is taken back, and of a preview that makes room for another, move too', async () => {
  const id = linkId(['p:0', 'q:0']);
  const { decision } = await decide('confirm', id);
  watch(id);
  await links.handlers().undoLink({ decision });
  expect(state.get().watchlist).toEqual(['p:0']);

  await links.handlers().previewLink({ link: id });
  watch(id);
  for (let at = 1; at <= LINK_PREVIEWS_MAX; at++) {
    expect(state.get().watchlist).toEqual([id]);
    await links.handlers().previewLink({ link: linkId([`p:${at}`, `q:${at}`]) });
  }
  expect(state.get().watchlist).toEqual(['p:0']);
});

it('a link about which nothing is kept ends without a line in the log', async () => {
  watch('x:1', snow.id);
  await decide('reject', rain.id);
  expect([state.get().watchlist, texts(), pushed]).toEqual([['x:1', snow.id], [], []]);
});
