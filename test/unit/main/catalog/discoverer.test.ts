/** Walking through a venue's markets, page by page, against a real HTTP server on loopback. */
import { describe, expect, it } from 'vitest';
import { CatalogDownError } from '../../../../src-main/catalog/catalog-calls.ts';
import { inSeries, paged } from '../../../venues/roles.ts';
import { type Answer, json } from '../feed/rest-server.ts';
import { cursor, cursors, walk, walked, withDiscoverer } from './with-discoverer.ts';

describe('discoverer', () => {
  it('walks through all pages, and says when it has seen them all', async () => {
    const { discoverer, catalog, server, changes } = await withDiscoverer(paged.venue, walk);
    discoverer.start();
    await changes.count(3);
    expect([changes.items, cursors(server)]).toEqual([
      [2, 4, 6],
      [null, 'p2', 'p3'],
    ]);
    await walked(catalog);
    expect(catalog.state().byVenue).toEqual([
      {
        venue: paged.id,
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
    const { discoverer, catalog, server, changes, logs } = await withDiscoverer(paged.venue, (asked, response) => {
      const trouble = cursor(asked) === 'p2' ? troubles[failed++] : undefined;
      (trouble ?? walk)(asked, response);
    });
    discoverer.start();
    await logs.until((events) => events.length >= 3 && !catalog.state().byVenue[0]?.complete);
    await changes.count(3);
    expect([catalog.size, cursors(server)]).toEqual([6, [null, 'p2', 'p2', 'p2', 'p2', 'p3']]);
    expect(logs.items.map(({ level, code, venue }) => [level, code, venue])).toEqual(
      Array(3).fill(['warn', 'CATALOG_PAGE', paged.id]),
    );
    expect(logs.items[0]?.text).toContain('HTTP 503');
    expect(logs.items[1]?.text).toContain('not JSON');
    expect(logs.items[2]?.text).toContain('without a list of markets');
    await walked(catalog);
    expect(catalog.state().byVenue[0]?.note).toBe('');
  });

  for (const [what, page] of [
    ['the same page under ever new cursors', (asked: number) => paged.page([paged.market('1')], `c${asked}`)],
    ['ever new pages under the same cursor', (asked: number) => paged.page([paged.market(`${asked}`)], 'c')],
  ] as const) {
    it(`ends a walk that brings ${what} with an error, concludes nothing from it, and walks again`, async () => {
      let asked = 0;
      const { discoverer, catalog, server, logs } = await withDiscoverer(
        paged.venue,
        (request, response) => json(page(++asked))(request, response),
        { refreshMs: 20 },
      );
      discoverer.start();
      const [log] = await logs.count(1);
      const text =
        /^.+ sent (the same page of markets|a page cursor) twice; the walk through its markets ended before all were seen\.$/;
      expect([log!.level, log!.code, text.test(log!.text)]).toEqual(['warn', 'CATALOG_PAGE', true]);
      expect(discoverer.component).toMatchObject({ state: 'failing', lastError: log!.text });
      expect(catalog.state().byVenue[0]).toMatchObject({ complete: false, trouble: log!.text });
      expect(catalog.size).toBeGreaterThan(0);
      // Two or three pages a walk, from the first on; said once.
      await server.asked.count(7);
      expect(cursors(server).filter((from) => from === null).length).toBeGreaterThanOrEqual(2);
      expect(logs.items.length).toBe(1);
    });
  }

  it('cuts texts that are too long as they come in, and says of how many markets', async () => {
    const long = paged.market('1') as Record<string, unknown>;
    const cut = Object.fromEntries(
      Object.entries(long).map(([name, value]) => [
        name,
        value === long.question || name === 'title' ? 'x'.repeat(9_000) : value,
      ]),
    );
    const { discoverer, catalog, logs } = await withDiscoverer(paged.venue, json(paged.page([cut, paged.market('2')])));
    discoverer.start();
    await walked(catalog);
    const [log] = await logs.count(1);
    expect([log?.level, log?.code, log?.text]).toEqual(['warn', 'CATALOG_MARKET', catalog.state().byVenue[0]?.note]);
    expect(catalog.state().byVenue[0]?.note).toBe('1 markets have texts that are too long; they are cut');
    expect(catalog.size).toBe(2);
  });

  it('does not blame the venue while our own catalogue is down, and goes on with the same page', async () => {
    const { discoverer, catalog, server, changes, logs } = await withDiscoverer(paged.venue, walk);
    const call = catalog.call;
    let down = 12;
    catalog.call = async (name, args) => {
      if (name === 'page' && server.asked.items.length === 2 && down-- > 0) {
        throw new CatalogDownError('The list of markets is restarting.');
      }
      if (name === 'next' && down < 12 && down-- > 0) throw new CatalogDownError('The list of markets is restarting.');
      return (await call(name, args)) as never;
    };
    discoverer.start();
    await changes.count(3);
    await walked(catalog);
    expect([catalog.size, cursors(server)]).toEqual([6, [null, 'p2', 'p2', 'p3']]);
    expect([logs.items, discoverer.component.lastError]).toEqual([[], '']);
    expect(catalog.state().byVenue[0]?.trouble).toBe('');
  });

  it('starts over when the venue refuses its cursor, which may have expired', async () => {
    let refused = 0;
    const { discoverer, catalog, server, logs } = await withDiscoverer(paged.venue, (asked, response) => {
      const isRefused = cursor(asked) === 'p3' && refused++ === 0;
      (isRefused ? json({ error: 'after_cursor is not valid' }, 422) : walk)(asked, response);
    });
    discoverer.start();
    await walked(catalog);
    expect([catalog.size, cursors(server)]).toEqual([6, [null, 'p2', 'p3', null, 'p2', 'p3']]);
    expect(logs.items.map(({ text }) => text)).toEqual([
      expect.stringMatching(/HTTP 422.*The list of markets may be incomplete; walked through again in \d+ s\.$/),
    ]);
  });

  it('starts over when a page fails again and again, and not before', async () => {
    let failed = 0;
    const { discoverer, catalog, server } = await withDiscoverer(paged.venue, (asked, response) => {
      const isDown = cursor(asked) === 'p2' && failed++ < 8;
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
      paged.venue,
      (asked, response) => {
        rounds++;
        const markets =
          rounds === 1 ? [paged.market('1')] : [paged.market('1', { question: 'Renamed' }), paged.market('2')];
        json(paged.page(markets))(asked, response);
      },
      { refreshMs: 1 },
    );
    discoverer.start();
    await changes.count(2);
    expect(['1', '2'].map((id) => catalog.get(`${paged.id}:${id}`)?.title)).toEqual(['Renamed', 'Question 2']);
  });

  it('names markets that are not as documented once, not at every page and walk', async () => {
    const broken = json(
      paged.page([paged.market('1'), paged.market('2', paged.broken[0]), paged.market('3', paged.broken[1])]),
    );
    const { discoverer, catalog, server, logs } = await withDiscoverer(paged.venue, broken, { refreshMs: 1 });
    discoverer.start();
    await server.asked.count(4);
    const note = '2 markets are not as documented; the first: Market 2 has no two token ids.';
    expect(logs.items.map(({ code, text }) => [code, text])).toEqual([['CATALOG_MARKET', note]]);
    expect([catalog.size, catalog.state().byVenue[0]?.note]).toEqual([1, note]);
  });

  it('reads the facts of series before the markets they belong to', async () => {
    const { discoverer, catalog, server, changes } = await withDiscoverer(inSeries.venue, (asked, response) => {
      const series = inSeries.series('KXRAIN', { tags: ['Rain'] });
      json(inSeries.body(asked.url, [series], [inSeries.market('KXRAIN-26-A')]))(asked, response);
    });
    discoverer.start();
    await changes.count(1);
    expect(server.asked.items.map(({ url }) => url.split('?')[0])).toEqual(inSeries.paths);
    expect(catalog.get(`${inSeries.id}:KXRAIN-26-A`)).toMatchObject({
      category: 'Weather',
      tags: ['Rain'],
      status: 'open',
    });
  });

  it('asks nothing more once it is stopped', async () => {
    const { discoverer, catalog, server, changes } = await withDiscoverer(paged.venue, (asked, response) => {
      discoverer.stop();
      walk(asked, response);
    });
    discoverer.start();
    await changes.until(() => catalog.size === 2);
    expect(server.asked.items.length).toBe(1);
  });
});
