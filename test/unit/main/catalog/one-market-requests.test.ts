/** A venue that answers for one market a request, describes it in two answers, and gives 404 for one it does not know. */
import { expect, it } from 'vitest';
import type { RestRequest, Venue } from '../../../../src-shared/venues/venue.ts';
import { paged } from '../../../venues/roles.ts';
import type { Answer } from '../feed/rest-server.ts';
import { json } from '../feed/rest-server.ts';
import { walked, withDiscoverer } from './with-discoverer.ts';

const get = (path: string): RestRequest => ({
  endpoint: paged.venue.markets.requests(['1'])[0]!.endpoint,
  method: 'GET',
  path,
  query: [],
  bucket: paged.venue.markets.requests(['1'])[0]!.bucket,
  mayBeMissing: true,
  route: '/market',
});

/** The market's facts and its title come apart; without either the market is unknown. */
const single: Venue = {
  ...paged.venue,
  markets: { max: 1, requests: ([id]) => [get(`/market/${id}`), get(`/market/${id}/title`)], requestsEnded: null },
  readMarkets(body, known) {
    const [facts, title] = body as unknown as readonly ({ readonly question?: string } | null)[];
    if (!facts || !title) return { listings: [], problems: [] };
    return paged.venue.readMarkets(paged.page([{ ...facts, ...title }]) as never, known);
  },
};
const IDS = Array.from({ length: 20 }, (_, at) => String(at + 1));

it('asks for each market apart, joins its answers, and keeps the others where one is unknown', async () => {
  let walks = 0;
  const answer: Answer = (asked, response) => {
    const [, kind, id, part] = asked.url.split('?')[0]!.split('/');
    if (kind !== 'market') {
      // The second walk meets none of them, though they are open.
      json(paged.page((walks++ === 0 ? IDS : ['99']).map((market) => paged.market(market))))(asked, response);
    } else if (id === '7') json({ error: 'not found' }, 404)(asked, response);
    else json(part === 'title' ? { question: `Renamed ${id}` } : paged.market(id!))(asked, response);
  };
  const { discoverer, catalog, server } = await withDiscoverer(single, answer, { refreshMs: 1 });
  discoverer.start();
  await walked(catalog);
  await server.asked.until((all) => all.filter(({ url }) => url === '/market/19/title').length >= 3);
  for (const id of IDS) {
    if (id === '7') expect(catalog.get(`${paged.id}:7`)).toBeUndefined();
    else expect(catalog.get(`${paged.id}:${id}`)).toMatchObject({ title: `Renamed ${id}`, status: 'open' });
  }
});

it('reads a failure other than 404 as no answer: nothing is dropped', async () => {
  let walks = 0;
  const { discoverer, catalog, server } = await withDiscoverer(
    single,
    (asked, response) => {
      if (asked.url.startsWith('/market/')) json({ error: 'gone' }, 410)(asked, response);
      else json(paged.page((walks++ === 0 ? IDS : ['99']).map((market) => paged.market(market))))(asked, response);
    },
    { refreshMs: 1 },
  );
  discoverer.start();
  await server.asked.until((all) => all.filter(({ url }) => url === '/market/19').length >= 3);
  expect(IDS.filter((id) => catalog.get(`${paged.id}:${id}`) === undefined)).toEqual([]);
});
