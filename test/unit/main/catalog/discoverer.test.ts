/** Finding a venue's markets, page by page, against a real HTTP server on loopback. */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { CatalogClient } from '../../../../src-main/catalog/catalog-client.ts';
import { CatalogDesk } from '../../../../src-main/catalog/catalog-desk.ts';
import { Discoverer, type DiscovererOptions } from '../../../../src-main/catalog/discoverer.ts';
import { RestClient } from '../../../../src-main/feed/rest-client.ts';
import type { CatalogState } from '../../../../src-shared/contract/window-main.ts';
import type { LogEvent } from '../../../../src-shared/domain/health.ts';
import type { Listing } from '../../../../src-shared/domain/listing.ts';
import { kalshi } from '../../../../src-shared/venues/kalshi/index.ts';
import { polymarket } from '../../../../src-shared/venues/polymarket/index.ts';
import type { Venue } from '../../../../src-shared/venues/venue.ts';
import { Noted } from '../../noted.ts';
import { type Answer, type Asked, json, RestServer } from '../feed/rest-server.ts';

type Found = {
  readonly discoverer: Discoverer;
  readonly catalog: KnownCatalog;
  readonly server: RestServer;
  /** Grows whenever the catalogue changes. */
  readonly changes: Noted<number>;
  readonly logs: Noted<Omit<LogEvent, 'atMs'>>;
};

const unlimited = { requests: 10_000, perMs: 1_000, burst: 10_000 };

/** The catalogue without its thread, as the discoverer calls it. */
class KnownCatalog implements Pick<CatalogClient, 'call'> {
  readonly desk: CatalogDesk;
  nowMs = 1_775_000_000_000;

  constructor(venue: Venue, changes: Noted<number>) {
    this.desk = new CatalogDesk({
      file: null,
      venues: [venue],
      now: () => this.nowMs,
      say: () => {},
    });
    this.desk.onPut = () => changes.add(this.desk.size);
  }

  state(): CatalogState {
    return this.desk.state();
  }

  get size(): number {
    return this.desk.size;
  }

  get(id: string): Listing | undefined {
    return this.desk.listings([id])[0];
  }

  call: CatalogClient['call'] = async (name, args) => (await Reflect.apply(this.desk[name], this.desk, args)) as never;
}

async function withDiscoverer(venue: Venue, answer: Answer, options: Partial<DiscovererOptions> = {}): Promise<Found> {
  const server = await RestServer.start(answer);
  const quick: Venue = { ...venue, rateLimits: { gamma: unlimited, rest: unlimited } };
  const endpoints = { gamma: server.base, rest: server.base };
  const rest = new RestClient(quick, endpoints, { retries: 0, firstDelayMs: 1, connectMs: 1_000, readMs: 5_000 });
  const changes = new Noted<number>();
  const catalog = new KnownCatalog(venue, changes);
  const logs = new Noted<Omit<LogEvent, 'atMs'>>();
  const discoverer = new Discoverer({
    venue: quick,
    rest,
    catalog,
    log: (event) => logs.add(event),
    random: () => 0,
    refreshMs: 600_000,
    announcedPauseMs: 5,
    ...options,
  });
  onTestFinished(() => {
    discoverer.stop();
    rest.close();
    catalog.desk.close();
  });
  return { discoverer, catalog, server, changes, logs };
}

/** A market as Gamma gives it. */
const gamma = (id: string, facts: Record<string, unknown> = {}): Record<string, unknown> => ({
  id,
  conditionId: id,
  question: `Question ${id}`,
  outcomes: '["Yes","No"]',
  clobTokenIds: `["1${id}","2${id}"]`,
  active: true,
  closed: false,
  enableOrderBook: true,
  acceptingOrders: true,
  orderPriceMinTickSize: 0.01,
  ...facts,
});

const query = ({ url }: Asked): URLSearchParams => new URL(url, 'http://localhost').searchParams;

/** Three pages of two markets. */
const pages: readonly unknown[] = [
  { markets: [gamma('1'), gamma('2')], next_cursor: 'p2' },
  { markets: [gamma('3'), gamma('4')], next_cursor: 'p3' },
  { markets: [gamma('5'), gamma('6')] },
];

/** Resolves when the walk is over: the catalogue tells of listings, not of progress. */
const walked = (catalog: KnownCatalog): Promise<void> =>
  vi.waitFor(() => expect(catalog.state().byVenue[0]?.complete).toBe(true), { timeout: 15_000, interval: 5 });

const pageOf = (asked: Asked): unknown => pages[Number((query(asked).get('after_cursor') ?? 'p1').slice(1)) - 1];
const walk: Answer = (asked, response) => json(pageOf(asked))(asked, response);
const cursors = (server: RestServer): readonly (string | null)[] =>
  server.asked.items.map((asked) => query(asked).get('after_cursor'));

describe('discoverer', () => {
  it('walks through all pages, and says when it has seen them all', async () => {
    const { discoverer, catalog, server, changes } = await withDiscoverer(polymarket, walk);
    discoverer.start();
    await changes.count(3);
    expect([changes.items, cursors(server)]).toEqual([
      [2, 4, 6],
      [null, 'p2', 'p3'],
    ]);
    await walked(catalog);
    expect(catalog.state().byVenue).toEqual([
      {
        venue: 'polymarket',
        listings: 6,
        complete: true,
        refreshedMs: catalog.nowMs,
        walk: null,
        trouble: '',
        note: '',
      },
    ]);
  });

  it('asks again for a page that failed, and loses nothing', async () => {
    const troubles: Answer[] = [
      json('down', 503),
      (_asked, response) => void response.end('<html>'),
      json({ nothing: true }),
      walk,
    ];
    let failed = 0;
    const { discoverer, catalog, server, changes, logs } = await withDiscoverer(polymarket, (asked, response) => {
      const trouble = query(asked).get('after_cursor') === 'p2' ? troubles[failed++] : undefined;
      (trouble ?? walk)(asked, response);
    });
    discoverer.start();
    await logs.until((events) => events.length >= 3 && !catalog.state().byVenue[0]?.complete);
    await changes.count(3);
    expect([catalog.size, cursors(server)]).toEqual([6, [null, 'p2', 'p2', 'p2', 'p2', 'p3']]);
    expect(logs.items.map(({ level, code, venue }) => [level, code, venue])).toEqual(
      Array(3).fill(['warn', 'CATALOG_PAGE', 'polymarket']),
    );
    expect(logs.items[0]?.text).toContain('HTTP 503');
    expect(logs.items[1]?.text).toContain('not JSON');
    expect(logs.items[2]?.text).toContain('without a list of markets');
    await walked(catalog);
    expect(catalog.state().byVenue[0]?.note).toBe('');
  });

  it('begins anew when the venue refuses its cursor, which may have expired', async () => {
    let refused = 0;
    const { discoverer, catalog, server, logs } = await withDiscoverer(polymarket, (asked, response) => {
      const isRefused = query(asked).get('after_cursor') === 'p3' && refused++ === 0;
      (isRefused ? json({ error: 'after_cursor is not valid' }, 422) : walk)(asked, response);
    });
    discoverer.start();
    await walked(catalog);
    expect([catalog.size, cursors(server)]).toEqual([6, [null, 'p2', 'p3', null, 'p2', 'p3']]);
    expect(logs.items.map(({ text }) => text)).toEqual([
      expect.stringMatching(/HTTP 422.*The list of markets may be incomplete; walked through anew in \d+ s\.$/),
    ]);
  });

  it('begins anew when a page fails again and again, and not before', async () => {
    let failed = 0;
    const { discoverer, catalog, server } = await withDiscoverer(polymarket, (asked, response) => {
      const isDown = query(asked).get('after_cursor') === 'p2' && failed++ < 8;
      if (isDown) response.end('<html>');
      else walk(asked, response);
    });
    discoverer.start();
    await walked(catalog);
    expect(cursors(server)).toEqual([null, ...Array(8).fill('p2'), null, 'p2', 'p3']);
  });

  it('walks again after a pause, and takes what is new and what changed', async () => {
    let rounds = 0;
    const { discoverer, catalog, changes } = await withDiscoverer(
      polymarket,
      (asked, response) => {
        rounds++;
        const markets = rounds === 1 ? [gamma('1')] : [gamma('1', { question: 'Renamed' }), gamma('2')];
        json({ markets })(asked, response);
      },
      { refreshMs: 1 },
    );
    discoverer.start();
    await changes.count(2);
    expect(['1', '2'].map((id) => catalog.get(`polymarket:${id}`)?.title)).toEqual(['Renamed', 'Question 2']);
  });

  it('names markets that are not as documented once, not at every page and walk', async () => {
    const broken = json({ markets: [gamma('1'), gamma('2', { clobTokenIds: '[]' }), gamma('3', { outcomes: 'x' })] });
    const { discoverer, catalog, server, logs } = await withDiscoverer(polymarket, broken, { refreshMs: 1 });
    discoverer.start();
    await server.asked.count(4);
    const note = '2 markets are not as documented; the first: Market 2 has no two token ids.';
    expect(logs.items.map(({ code, text }) => [code, text])).toEqual([['CATALOG_MARKET', note]]);
    expect([catalog.size, catalog.state().byVenue[0]?.note]).toEqual([1, note]);
  });

  it('reads the facts of series before the markets they belong to', async () => {
    const { discoverer, catalog, server, changes } = await withDiscoverer(kalshi, (asked, response) => {
      const series = {
        ticker: 'KXRAIN',
        category: 'Weather',
        tags: ['Rain'],
        fee_type: 'quadratic',
        fee_multiplier: 1,
      };
      const market = {
        ticker: 'KXRAIN-26-A',
        event_ticker: 'KXRAIN-26',
        title: 'Rain',
        status: 'active',
        price_level_structure: 'linear_cent',
      };
      json(asked.url.startsWith('/series') ? { series: [series] } : { markets: [market], cursor: '' })(asked, response);
    });
    discoverer.start();
    await changes.count(1);
    expect(server.asked.items.map(({ url }) => url.split('?')[0])).toEqual(['/series', '/markets']);
    expect(catalog.get('kalshi:KXRAIN-26-A')).toMatchObject({ category: 'Weather', tags: ['Rain'], status: 'open' });
  });

  it('asks nothing more once it is stopped', async () => {
    const { discoverer, catalog, server, changes } = await withDiscoverer(polymarket, (asked, response) => {
      discoverer.stop();
      walk(asked, response);
    });
    discoverer.start();
    await changes.until(() => catalog.size === 2);
    expect(server.asked.items.length).toBe(1);
  });
});

describe('a market that is not met any more', () => {
  const ids = (asked: Asked): readonly string[] => query(asked).getAll('condition_ids');

  it('is asked about, and taken as the venue has it now', async () => {
    let walks = 0;
    const { discoverer, catalog, server, changes } = await withDiscoverer(
      polymarket,
      (asked, response) => {
        if (ids(asked).length === 0) {
          walks++;
          json({ markets: walks === 1 ? [gamma('1'), gamma('2')] : [gamma('1')] })(asked, response);
          return;
        }
        const isEnded = query(asked).get('closed') === 'true';
        const over = gamma('2', { closed: true, outcomePrices: '["1","0"]' });
        json({ markets: isEnded ? [over] : [] })(asked, response);
      },
      { refreshMs: 1 },
    );
    discoverer.start();
    await changes.until(() => catalog.get('polymarket:2')?.status === 'resolved');
    expect(catalog.get('polymarket:2')).toMatchObject({ status: 'resolved', resolution: 'yes' });
    expect(server.asked.items.filter((asked) => ids(asked).length > 0).map(ids)).toEqual([['2'], ['2']]);
  });

  it('is dropped when the venue knows nothing of it after two walks', async () => {
    let walks = 0;
    const { discoverer, catalog, changes } = await withDiscoverer(
      polymarket,
      (asked, response) => {
        if (ids(asked).length === 0) walks++;
        const isListed = ids(asked).length === 0;
        json({ markets: isListed ? [gamma('1'), ...(walks === 1 ? [gamma('2')] : [])] : [] })(asked, response);
      },
      { refreshMs: 1 },
    );
    discoverer.start();
    await changes.until(() => walks > 1 && catalog.size === 1);
    expect([walks, catalog.get('polymarket:2')]).toEqual([3, undefined]);
  });

  it('is not concluded from a walk that failed: nothing is asked about before the walk is whole', async () => {
    let isDown = false;
    const { discoverer, catalog, server, logs } = await withDiscoverer(
      polymarket,
      (asked, response) => {
        if (isDown && query(asked).get('after_cursor') === 'p2') json('down', 503)(asked, response);
        else walk(asked, response);
      },
      { refreshMs: 1 },
    );
    discoverer.start();
    await walked(catalog);
    isDown = true;
    await logs.count(3);
    expect([catalog.size, server.asked.items.filter((asked) => ids(asked).length > 0)]).toEqual([6, []]);
  });

  it('is asked about when its closing time has passed', async () => {
    const closes = new Date(1_775_000_000_000 + 60_000).toISOString();
    const { discoverer, catalog, changes } = await withDiscoverer(
      polymarket,
      (asked, response) => {
        const isEnded = query(asked).get('closed') === 'true';
        const over = gamma('1', { endDate: closes, closed: true, outcomePrices: '["0","1"]' });
        if (ids(asked).length === 0) json({ markets: [gamma('1', { endDate: closes })] })(asked, response);
        else json({ markets: isEnded ? [over] : [] })(asked, response);
      },
      { dueEveryMs: 1 },
    );
    discoverer.start();
    await changes.count(1);
    catalog.nowMs += 61_000;
    await changes.count(2);
    expect(catalog.get('polymarket:1')).toMatchObject({ status: 'resolved', resolution: 'no' });
  });
});

describe('a market that is announced', () => {
  const ids = (asked: Asked): readonly string[] => query(asked).getAll('condition_ids');

  it('is fetched by its id', async () => {
    const { discoverer, catalog, changes } = await withDiscoverer(polymarket, (asked, response) =>
      json({ markets: ids(asked).map((id) => gamma(id)) })(asked, response),
    );
    discoverer.announce('7');
    await changes.count(1);
    expect(catalog.get('polymarket:7')?.title).toBe('Question 7');
  });

  it('is asked for again while the venue does not have it yet, and does not hold up the others', async () => {
    let late = 0;
    const { discoverer, server, changes } = await withDiscoverer(polymarket, (asked, response) => {
      const known = ids(asked).filter((id) => id !== 'late' || ++late > 2);
      json({ markets: known.map((id) => gamma(id === 'late' ? '99' : id, { conditionId: id })) })(asked, response);
    });
    discoverer.announce('late');
    discoverer.announce('8');
    discoverer.announce('8');
    await changes.count(2);
    expect(changes.items).toEqual([1, 2]);
    expect(server.asked.items.map(ids)).toEqual([['late'], ['8'], ['late'], ['late']]);
  });

  it('is given up after some attempts', async () => {
    const { discoverer, server, changes } = await withDiscoverer(polymarket, (asked, response) => {
      json({ markets: ids(asked).includes('9') ? [gamma('9')] : [] })(asked, response);
    });
    discoverer.announce('never');
    await server.asked.count(6);
    discoverer.announce('9');
    await changes.count(1);
    expect(server.asked.items.map(ids).filter(([id]) => id === 'never').length).toBe(6);
  });

  it('is asked for again after an answer that failed', async () => {
    let asks = 0;
    const { discoverer, changes, logs } = await withDiscoverer(polymarket, (asked, response) => {
      (++asks === 1 ? json('down', 503) : json({ markets: [gamma('7')] }))(asked, response);
    });
    discoverer.announce('7');
    await changes.count(1);
    expect(logs.items.map(({ code }) => code)).toEqual(['CATALOG_ANNOUNCED']);
  });

  it('is not given up while the venue does not answer', async () => {
    let asks = 0;
    const { discoverer, changes } = await withDiscoverer(polymarket, (asked, response) => {
      (++asks <= 9 ? json('no', 422) : json({ markets: [gamma('7')] }))(asked, response);
    });
    discoverer.announce('7');
    await changes.count(1);
    expect(asks).toBe(10);
  });

  it('is asked for together with others, twenty at once, and not when too many wait', async () => {
    const { discoverer, catalog, server, changes } = await withDiscoverer(polymarket, (asked, response) => {
      json({ markets: ids(asked).map((id) => gamma(id)) })(asked, response);
    });
    for (let market = 0; market < 1_500; market++) discoverer.announce(String(1_000 + market));
    await changes.until(() => catalog.size === 1_000);
    expect(Math.max(...server.asked.items.map((asked) => ids(asked).length))).toBe(20);
    discoverer.announce('later');
    await server.asked.until((asked) => asked.some((one) => ids(one).includes('later')));
  });

  it('keeps what only its series knows', async () => {
    const market = {
      ticker: 'KXRAIN-26-A',
      event_ticker: 'KXRAIN-26',
      title: 'Rain',
      status: 'active',
      price_level_structure: 'linear_cent',
    };
    const { discoverer, catalog, changes } = await withDiscoverer(kalshi, (asked, response) => {
      const isById = query(asked).has('tickers');
      const series = { ticker: 'KXRAIN', category: 'Weather', tags: [], fee_type: 'quadratic', fee_multiplier: 1 };
      const markets = [isById ? { ...market, title: 'Rain or snow' } : market];
      json(asked.url.startsWith('/series') ? { series: [series] } : { markets, cursor: '' })(asked, response);
    });
    discoverer.start();
    await changes.count(1);
    const { fees } = catalog.get('kalshi:KXRAIN-26-A')!;
    discoverer.announce('KXRAIN-26-A');
    await changes.count(2);
    expect(catalog.get('kalshi:KXRAIN-26-A')).toMatchObject({ title: 'Rain or snow', category: 'Weather', fees });
  });
});
