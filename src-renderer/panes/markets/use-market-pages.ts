/**
 * Loads the rows of a filter page by page: only pages in view are requested, and distant ones are dropped.
 *
 * Old rows stay until newer ones arrive, so that nothing flickers; another filter replaces them with its first answer.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { MarketPage, MarketRow } from '../../../src-shared/contract/window-main.ts';
import { MARKETS_PAGE, MARKETS_PAGES_KEPT, MARKETS_REFRESH_MS, SEARCH_DELAY_MS } from '../../ports/limits.ts';
import { useApp } from '../../stores/app-store.ts';
import { mainClient } from '../../stores/clients.ts';
import { type MarketFilter, queryOf } from './market-filter.ts';

export type MarketPages = {
  /** Which filter the rows are of, as JSON; '' before the first answer. */
  readonly key: string;
  readonly total: number;
  readonly pages: ReadonlyMap<number, readonly MarketRow[]>;
  readonly categories: MarketPage['categories'];
  readonly tags: MarketPage['tags'];
  readonly isLoading: boolean;
  /** Why the last request failed, a sentence, or ''. */
  readonly problem: string;
};

const NOTHING: MarketPages = {
  key: '',
  total: 0,
  pages: new Map(),
  categories: [],
  tags: [],
  isLoading: true,
  problem: '',
};

export type MarketPageReader = MarketPages & {
  /** Rows from one to another are on screen. */
  readonly look: (first: number, last: number) => void;
  readonly retry: () => void;
};

export function useMarketPages(filter: MarketFilter, visible: boolean): MarketPageReader {
  const [state, setState] = useState<MarketPages>(NOTHING);
  const key = JSON.stringify(filter);
  const revision = useApp((app) => app.catalog.revision);
  const wanted = useRef({ key, first: 0, last: 0, asked: new Set<string>() });

  const ask = useCallback((of: string, page: number): void => {
    const name = `${of} ${page}`;
    if (wanted.current.asked.has(name)) return;
    wanted.current.asked.add(name);
    setState((old) => ({ ...old, isLoading: true }));
    const query = queryOf(JSON.parse(of) as MarketFilter, page * MARKETS_PAGE, MARKETS_PAGE);
    mainClient.request('markets', query).then(
      (answer) => {
        if (wanted.current.key === of) setState((old) => withPage(old, of, page, answer));
      },
      (error: Error) => {
        wanted.current.asked.delete(name);
        if (wanted.current.key === of) setState((old) => ({ ...old, isLoading: false, problem: error.message }));
      },
    );
  }, []);

  const askVisible = useCallback((): void => {
    const { key: of, first, last } = wanted.current;
    const lastPage = Math.floor(last / MARKETS_PAGE);
    for (let page = Math.floor(first / MARKETS_PAGE); page <= lastPage; page++) ask(of, page);
  }, [ask]);

  // Another filter loads from the top, a moment after the last key.
  useEffect(() => {
    if (!visible) return;
    wanted.current = { key, first: 0, last: 0, asked: new Set() };
    const timer = setTimeout(askVisible, SEARCH_DELAY_MS);
    return () => clearTimeout(timer);
  }, [key, visible, askVisible]);

  // The catalogue changed: what is on screen is asked for again, not more often than it can be read. While it is read for the first time
  // it changes several times a second, so a change must not put off what an earlier one asked for.
  const refresh = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (!visible) {
      clearTimeout(refresh.current);
      refresh.current = undefined;
    } else if (revision !== 0) {
      refresh.current ??= setTimeout(() => {
        refresh.current = undefined;
        wanted.current.asked.clear();
        askVisible();
      }, MARKETS_REFRESH_MS);
    }
  }, [revision, visible, askVisible]);
  useEffect(() => () => clearTimeout(refresh.current), []);

  const look = useCallback(
    (first: number, last: number): void => {
      Object.assign(wanted.current, { first, last });
      askVisible();
    },
    [askVisible],
  );
  const retry = useCallback((): void => {
    wanted.current.asked.clear();
    askVisible();
  }, [askVisible]);
  return { ...state, look, retry };
}

function withPage(old: MarketPages, key: string, page: number, answer: MarketPage): MarketPages {
  const pages = new Map(old.key === key ? old.pages : []);
  pages.delete(page);
  pages.set(page, answer.rows);
  for (const far of pages.keys()) {
    if (pages.size <= MARKETS_PAGES_KEPT) break;
    pages.delete(far);
  }
  const { total, categories, tags } = answer;
  return { key, total, pages, categories, tags, isLoading: false, problem: '' };
}
