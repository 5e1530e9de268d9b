/** Checks the watchlist, the alerts and the review key for a link that no longer exists. */
import { type ComponentProps, createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { RuleList } from '../../../../src-renderer/panes/alerts/rule-list.tsx';
import { WatchRow } from '../../../../src-renderer/panes/watchlist/watch-row.tsx';
import { linkReviewStore, reviewLinks } from '../../../../src-renderer/stores/link-review-store.ts';
import { setLinks, targetListings } from '../../../../src-renderer/stores/links-store.ts';
import { linkId } from '../../../../src-shared/domain/link.ts';
import { alertRules } from '../../../contract/alert-messages.ts';

// Rendered without a page, where nothing can be subscribed to.
vi.mock('../../../../src-renderer/stores/quotes-store.ts', async (original) => ({
  ...(await original<object>()),
  useQuotes: () => [],
}));
vi.mock('../../../../src-renderer/widgets/use-now.ts', () => ({ useNow: () => 0 }));

const gone = linkId(['x:1', 'y:1']);
const markup = (target: string): string => {
  const row: ComponentProps<typeof WatchRow> = {
    ...{ id: target, isAt: false, isShown: false, unit: 'cents', columnDecimals: 0, visible: true },
    ...{ onShow: () => undefined, onKeyDown: () => undefined },
  };
  return renderToStaticMarkup(createElement(WatchRow, row));
};

afterEach(() => setLinks([]));

describe('a link that no longer exists', () => {
  it('is said on the watchlist in a word, and not waited for', () => {
    expect(markup(gone)).toMatch(/A link that no longer exists.*link gone/);
    expect(markup(gone)).not.toContain('waiting');
    expect(markup('x:1')).toContain('waiting');
    expect(markup('x:1')).not.toContain('link gone');
  });

  it('is said at its alert, which cannot fire', () => {
    const rules = alertRules.slice(0, 1).map((rule) => ({ ...rule, target: gone }));
    const list = renderToStaticMarkup(createElement(RuleList, { rules, editing: null, onEdit: () => undefined }));
    expect(list).toContain('link no longer exists, cannot fire');
  });

  it('stands for the listings that its id names, and its review is that of all links', () => {
    expect(targetListings(gone)).toEqual(['x:1', 'y:1']);
    reviewLinks(gone);
    expect(linkReviewStore.getState().listing).toBeNull();
    reviewLinks('x:1');
    expect(linkReviewStore.getState().listing).toBe('x:1');
  });
});
