/** Parts of the shell that decide without a page. */
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../../src-renderer/ports/connection-store.ts';
import { bannerText } from '../../../../src-renderer/shell/banner-text.ts';
import { createPaneRouter } from '../../../../src-renderer/shell/dock/pane-router.ts';
import { rank } from '../../../../src-renderer/shell/rank.ts';

describe('pane router', () => {
  it('asks the pane last used first', () => {
    const router = createPaneRouter();
    const heard: string[] = [];
    for (const id of ['left', 'right']) {
      router.commandsOf(id).on((command) => {
        heard.push(`${id} ${command}`);
        return true;
      });
    }
    router.touch('right');
    expect(router.send('recentre')).toBe(true);
    router.touch('left');
    router.send('recentre');
    expect(heard).toEqual(['right recentre', 'left recentre']);
  });

  it('passes by panes that do nothing with a command', () => {
    const router = createPaneRouter();
    router.commandsOf('ladder').on(() => true);
    router.commandsOf('trades').on(() => false);
    router.touch('ladder');
    router.touch('watchlist');
    router.touch('trades');
    expect(router.send('flip-outcome')).toBe(true);
  });

  it('forgets a pane that closed', () => {
    const router = createPaneRouter();
    const end = router.commandsOf('ladder').on(() => true);
    router.touch('ladder');
    end();
    expect(router.send('recentre')).toBe(false);
  });
});

describe('banner', () => {
  const open: Connection = { main: 'open', engine: 'open', isEngineUp: true, reason: '', live: true, revivals: 1 };

  it('is silent while prices are live', () => {
    expect(bannerText(open, 'running')).toBeNull();
    expect(bannerText(open, null)).toBeNull();
  });

  it('says that prices are frozen whenever they are', () => {
    const states: readonly (readonly [Partial<Connection>, 'running' | 'stopped'])[] = [
      [{ main: 'lost', live: false }, 'running'],
      [{ engine: 'lost', live: false }, 'running'],
      [{ isEngineUp: false, live: false }, 'running'],
      [{}, 'stopped'],
    ];
    for (const [change, engine] of states) {
      expect(bannerText({ ...open, ...change }, engine)?.text).toContain('prices on screen are frozen');
    }
  });

  it('offers the restart only when nothing else will do it', () => {
    expect(bannerText(open, 'stopped')?.canRestart).toBe(true);
    expect(bannerText({ ...open, engine: 'lost', live: false }, 'restarting')?.canRestart).toBe(false);
  });

  it('gives the words of a refusal as they are', () => {
    const refused = { ...open, main: 'refused', reason: 'Open the whole address.', live: false } as const;
    expect(bannerText(refused, null)?.text).toBe('Open the whole address.');
  });
});

describe('rank', () => {
  const titles = ['Split: move the pane to the right', 'Change the price unit', 'Previous pane'];

  it('puts whole words before scattered letters', () => {
    expect(rank('price', titles, (title) => title)[0]).toBe('Change the price unit');
  });

  it('keeps everything in its order for no text', () => {
    expect(rank(' ', titles, (title) => title)).toEqual(titles);
  });
});
