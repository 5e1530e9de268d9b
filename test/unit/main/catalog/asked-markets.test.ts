/** Markets that are asked about by their ids: those that vanished, and those that were announced. */
import { describe, expect, it } from 'vitest';
import { inSeries, paged } from '../../../venues/roles.ts';
import { type Asked, json } from '../feed/rest-server.ts';
import { cursor, query, walk, walked, withDiscoverer } from './with-discoverer.ts';

const bytesOf = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

describe('a market that is not met any more', () => {
  const ids = (asked: Asked): readonly string[] => paged.idsOf(query(asked));

  it('is asked about, and taken as the venue has it now', async () => {
    let walks = 0;
    const { discoverer, catalog, server, changes } = await withDiscoverer(
      paged.venue,
      (asked, response) => {
        if (ids(asked).length === 0) {
          walks++;
          json(paged.page(walks === 1 ? [paged.market('1'), paged.market('2')] : [paged.market('1')]))(asked, response);
          return;
        }
        const isEnded = paged.isForEnded(query(asked));
        const over = paged.market('2', paged.resolved(true));
        json(paged.page(isEnded ? [over] : []))(asked, response);
      },
      { refreshMs: 1 },
    );
    discoverer.start();
    await changes.until(() => catalog.get(`${paged.id}:2`)?.status === 'resolved');
    expect(catalog.get(`${paged.id}:2`)).toMatchObject({ status: 'resolved', resolution: 'yes' });
    expect(server.asked.items.filter((asked) => ids(asked).length > 0).map(ids)).toEqual([['2'], ['2']]);
  });

  it('is dropped when the venue knows nothing of it after two walks', async () => {
    let walks = 0;
    const { discoverer, catalog, changes } = await withDiscoverer(
      paged.venue,
      (asked, response) => {
        if (ids(asked).length === 0) walks++;
        const isListed = ids(asked).length === 0;
        json(paged.page(isListed ? [paged.market('1'), ...(walks === 1 ? [paged.market('2')] : [])] : []))(
          asked,
          response,
        );
      },
      { refreshMs: 1 },
    );
    discoverer.start();
    await changes.until(() => walks > 1 && catalog.size === 1);
    expect([walks, catalog.get(`${paged.id}:2`)]).toEqual([3, undefined]);
  });

  it('is not concluded from a walk that failed: nothing is asked about before the walk is whole', async () => {
    let isDown = false;
    const { discoverer, catalog, server, logs } = await withDiscoverer(
      paged.venue,
      (asked, response) => {
        if (isDown && cursor(asked) === 'p2') json('down', 503)(asked, response);
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

  it('is asked about though an answer about others fails, and no page is asked for again for that', async () => {
    let walks = 0;
    let asks = 0;
    const all = Array.from({ length: 30 }, (_, at) => paged.market(String(at + 1)));
    const { discoverer, catalog, logs } = await withDiscoverer(
      paged.venue,
      (asked, response) => {
        if (ids(asked).length === 0) json(paged.page(++walks === 1 ? all : []))(asked, response);
        else if (++asks === 1) json('no', 422)(asked, response);
        else json(paged.page(ids(asked).map((id) => paged.market(id, paged.closed))))(asked, response);
      },
      { refreshMs: 1 },
    );
    discoverer.start();
    await logs.count(1);
    expect(['1', '30'].map((id) => catalog.get(`${paged.id}:${id}`)?.status)).toEqual(['open', 'closed']);
    expect([walks, asks]).toEqual([2, 2]);
    expect(logs.items.map(({ level, code }) => [level, code])).toEqual([['info', 'CATALOG_ASKED']]);
  });

  it('has its turn however many others are not met either', async () => {
    const { catalog } = await withDiscoverer(paged.venue, walk);
    const missing: string[][] = [];
    for (const markets of [Array.from({ length: 950 }, (_, at) => paged.market(String(at))), [], [], [], []]) {
      await catalog.call('next', [paged.id]);
      missing.push([...(await catalog.call('page', [paged.id, bytesOf(paged.page(markets))])).missing]);
    }
    expect(missing.map(({ length }) => length)).toEqual([0, 400, 400, 150, 400]);
    expect(new Set(missing.slice(0, 4).flat()).size).toBe(950);
    expect(missing[4]).toEqual(missing[1]);
  });

  it('is told once when its closing time has passed, however many others trade on beyond theirs', async () => {
    const { catalog } = await withDiscoverer(paged.venue, walk);
    const closing = (id: number, minutes: number): unknown =>
      paged.market(String(id), { endDate: new Date(catalog.nowMs + minutes * 60_000).toISOString() });
    const markets = Array.from({ length: 450 }, (_, at) => closing(at, 1)).concat([closing(450, 2)]);
    await catalog.call('next', [paged.id]);
    await catalog.call('page', [paged.id, bytesOf(paged.page(markets))]);
    const due: (readonly string[])[] = [];
    for (let minute = 1; minute <= 5; minute++) {
      catalog.nowMs += 60_000;
      due.push(await catalog.call('due', [paged.id]));
    }
    expect(due.map(({ length }) => length)).toEqual([200, 200, 50, 1, 0]);
    expect(new Set(due.flat()).size).toBe(451);
    expect(due[3]).toEqual(['450']);
  });

  it('is asked about when its closing time has passed', async () => {
    const closes = new Date(1_775_000_000_000 + 60_000).toISOString();
    const { discoverer, catalog, changes } = await withDiscoverer(
      paged.venue,
      (asked, response) => {
        const isEnded = paged.isForEnded(query(asked));
        const over = paged.market('1', { endDate: closes, ...paged.resolved(false) });
        if (ids(asked).length === 0) json(paged.page([paged.market('1', { endDate: closes })]))(asked, response);
        else json(paged.page(isEnded ? [over] : []))(asked, response);
      },
      { dueEveryMs: 1 },
    );
    discoverer.start();
    await changes.count(1);
    catalog.nowMs += 61_000;
    await changes.count(2);
    expect(catalog.get(`${paged.id}:1`)).toMatchObject({ status: 'resolved', resolution: 'no' });
  });

  it('is asked about again after it closed, until the venue has its result', async () => {
    const closes = new Date(1_775_000_000_000 + 60_000).toISOString();
    let isDetermined = false;
    const { discoverer, catalog, server, changes } = await withDiscoverer(
      inSeries.venue,
      (asked, response) => {
        const over = isDetermined ? inSeries.determined : { status: 'closed' };
        const isById = inSeries.isById(query(asked));
        const market = inSeries.market('K-26-A', { ...inSeries.closing(closes), ...(isById && over) });
        json(inSeries.body(asked.url, [], [market]))(asked, response);
      },
      { dueEveryMs: 1 },
    );
    const asks = (): number => server.asked.items.filter((asked) => inSeries.isById(query(asked))).length;
    discoverer.start();
    await changes.count(1);
    catalog.nowMs += 61_000;
    await changes.until(() => catalog.get(`${inSeries.id}:K-26-A`)?.status === 'closed');
    catalog.nowMs += 60_000;
    await server.asked.until(() => asks() === 2);
    isDetermined = true;
    catalog.nowMs += 120_000;
    await changes.until(() => catalog.get(`${inSeries.id}:K-26-A`)?.resolution === 'yes');
    expect([asks(), catalog.get(`${inSeries.id}:K-26-A`)?.status]).toEqual([3, 'resolved']);
  });
});

describe('a market that is announced', () => {
  const ids = (asked: Asked): readonly string[] => paged.idsOf(query(asked));

  it('is fetched by its id', async () => {
    const { discoverer, catalog, changes } = await withDiscoverer(paged.venue, (asked, response) =>
      json(paged.page(ids(asked).map((id) => paged.market(id))))(asked, response),
    );
    discoverer.announce('7');
    await changes.count(1);
    expect(catalog.get(`${paged.id}:7`)?.title).toBe('Question 7');
  });

  it('is asked for again while the venue does not have it yet, and does not hold up the others', async () => {
    let late = 0;
    const { discoverer, server, changes } = await withDiscoverer(paged.venue, (asked, response) => {
      const known = ids(asked).filter((id) => id !== 'late' || ++late > 2);
      json(paged.page(known.map((id) => paged.market(id === 'late' ? '99' : id, { conditionId: id }))))(
        asked,
        response,
      );
    });
    discoverer.announce('late');
    discoverer.announce('8');
    discoverer.announce('8');
    await changes.count(2);
    expect(changes.items).toEqual([1, 2]);
    expect(server.asked.items.map(ids)).toEqual([['late'], ['8'], ['late'], ['late']]);
  });

  it('is given up after some attempts', async () => {
    const { discoverer, server, changes } = await withDiscoverer(paged.venue, (asked, response) => {
      json(paged.page(ids(asked).includes('9') ? [paged.market('9')] : []))(asked, response);
    });
    discoverer.announce('never');
    await server.asked.count(6);
    discoverer.announce('9');
    await changes.count(1);
    expect(server.asked.items.map(ids).filter(([id]) => id === 'never').length).toBe(6);
  });

  it('is asked for again after an answer that failed', async () => {
    let asks = 0;
    const { discoverer, changes, logs } = await withDiscoverer(paged.venue, (asked, response) => {
      (++asks === 1 ? json('down', 503) : json(paged.page([paged.market('7')])))(asked, response);
    });
    discoverer.announce('7');
    await changes.count(1);
    expect(logs.items.map(({ code }) => code)).toEqual(['CATALOG_ANNOUNCED']);
  });

  it('is not given up while the venue does not answer', async () => {
    let asks = 0;
    const { discoverer, changes } = await withDiscoverer(paged.venue, (asked, response) => {
      (++asks <= 9 ? json('no', 422) : json(paged.page([paged.market('7')])))(asked, response);
    });
    discoverer.announce('7');
    await changes.count(1);
    expect(asks).toBe(10);
  });

  it('is asked for together with others, twenty at once, and not when too many wait', async () => {
    const { discoverer, catalog, server, changes } = await withDiscoverer(paged.venue, (asked, response) => {
      json(paged.page(ids(asked).map((id) => paged.market(id))))(asked, response);
    });
    for (let market = 0; market < 1_500; market++) discoverer.announce(String(1_000 + market));
    await changes.until(() => catalog.size === 1_000);
    expect(Math.max(...server.asked.items.map((asked) => ids(asked).length))).toBe(20);
    discoverer.announce('later');
    await server.asked.until((asked) => asked.some((one) => ids(one).includes('later')));
  });

  it('keeps what only its series knows', async () => {
    const { discoverer, catalog, changes } = await withDiscoverer(inSeries.venue, (asked, response) => {
      const isById = inSeries.isById(query(asked));
      const market = inSeries.market('KXRAIN-26-A', isById ? { title: 'Rain or snow' } : {});
      json(inSeries.body(asked.url, [inSeries.series('KXRAIN')], [market]))(asked, response);
    });
    discoverer.start();
    await changes.count(1);
    const { fees } = catalog.get(`${inSeries.id}:KXRAIN-26-A`)!;
    discoverer.announce('KXRAIN-26-A');
    await changes.count(2);
    expect(catalog.get(`${inSeries.id}:KXRAIN-26-A`)).toMatchObject({
      title: 'Rain or snow',
      category: 'Weather',
      fees,
    });
  });
});
