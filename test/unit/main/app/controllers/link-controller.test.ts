import { beforeEach, describe, expect, it } from 'vitest';
import { LinkController } from '../../../../../src-main/app/controllers/link-controller.ts';
import { LinkStore } from '../../../../../src-main/links/link-store.ts';
import { LinkSuggestions } from '../../../../../src-main/links/link-suggestions.ts';
import { LinkTable } from '../../../../../src-main/links/link-table.ts';
import { packSuggestions, SuggestionTable } from '../../../../../src-main/links/suggestion-table.ts';
import type { LinkPage, LinkShelf } from '../../../../../src-shared/contract/window-main.ts';
import { linkId } from '../../../../../src-shared/domain/link.ts';

const pair = (first: string, second: string, title: string) => ({
  ...{ first, second, title, isInverted: false, score: 90, overlap: 0.5, verdicts: 0 },
});

describe('suggestions at the desk', () => {
  let desk: LinkController;

  beforeEach(() => {
    const suggestions = new LinkSuggestions({
      file: '',
      catalog: () => ({ listings: 0, revision: 0, byVenue: [] }),
      onState: () => undefined,
    });
    suggestions.suggested = new SuggestionTable(
      packSuggestions([
        pair('a:1', 'b:1', 'Rate cut in June'),
        pair('a:1', 'c:1', 'Rate cut in June'),
        pair('b:1', 'c:1', 'A cut by June 30'),
        pair('a:2', 'b:2', 'Rain in May'),
      ]),
    );
    desk = new LinkController({
      store: LinkStore.inMemory(),
      suggestions,
      listingOf: () => undefined,
      log: () => undefined,
      table: new LinkTable(),
    });
  });

  const cards = async (shelf: LinkShelf, text: string, listing: string | null): Promise<readonly string[]> => {
    const page: LinkPage = await desk.handlers().linkCards({ shelf, text, listing, limit: 10 });
    expect(page.total).toBe(page.cards.length);
    return page.cards.map(({ link }) => link.id);
  };
  const decide = (action: 'confirm' | 'reject', first: string, second: string) =>
    desk.handlers().decideLink({ action, link: linkId([first, second]), listing: null });

  it('are counted and listed by the market that they are of, and by words', async () => {
    expect(desk.suggestedOf('a:1')).toBe(2);
    expect(desk.suggestedOf('a:3')).toBe(0);
    expect(await cards('suggested', '', 'a:1')).toEqual([linkId(['a:1', 'b:1']), linkId(['a:1', 'c:1'])]);
    expect(await cards('suggested', 'JUNE cut', null)).toHaveLength(3);
    expect(await cards('suggested', 'rain', 'a:1')).toEqual([]);
    expect(await cards('suggested', '', null)).toHaveLength(4);
  });

  it('are gone once decided, and back once that is undone', async () => {
    await decide('reject', 'a:1', 'b:1');
    expect(desk.suggestedOf('a:1')).toBe(1);
    expect(await cards('rejected', '', 'b:1')).toEqual([linkId(['a:1', 'b:1'])]);
    const { decision } = await decide('confirm', 'a:2', 'b:2');
    expect(desk.suggestedOf('b:2')).toBe(0);
    expect(await cards('confirmed', 'rain', 'b:2')).toHaveLength(1);
    await desk.handlers().undoLink({ decision });
    expect(desk.suggestedOf('b:2')).toBe(1);
  });

  it('are gone too where both markets have come into one link by others', async () => {
    await decide('confirm', 'a:1', 'b:1');
    expect(desk.suggestedOf('c:1')).toBe(2);
    await decide('confirm', 'a:1', 'c:1');
    expect(desk.suggestedOf('c:1')).toBe(0);
    expect(await cards('suggested', '', null)).toEqual([linkId(['a:2', 'b:2'])]);
  });
});
