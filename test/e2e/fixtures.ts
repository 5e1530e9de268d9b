/**
 * What a test is given: an exchange of its own that it can break, and Crossbooks on it. Whatever was started is ended, whatever
 * happened; a console error, a breach of the content policy, a foreign request or a nameless control fails any test.
 */
import { test as base, expect } from '@playwright/test';
import type { ExchangeHandle } from '../../src-exchange/control/handle.ts';
import { startExchange } from '../../src-exchange/start.ts';
import type { AppKind } from './app/app-start.ts';
import { chromiumTarget } from './app/chromium-target.ts';
import { electronTarget } from './app/electron-target.ts';
import { type KeyChoice, makeProfile, type Profile } from './app/profile.ts';
import type { CrossbookWindow, Target, TargetName } from './app/target.ts';
import { auditPage } from './window/page-audit.ts';
import { PageWatch } from './window/page-watch.ts';

export { expect };

/** Printed with a failure by its place here: the same seed gives the same markets. */
const SEED = 7;
/** Lively enough for every ladder to move, and no more: the machine has other things to do. */
const RATE_PER_SECOND = 200;

/** Links come with a demo's own exchange only, and the desktop app takes no part of the tests in. */
const NO_LINKED_APP = 'The desktop app has no demo on an exchange that runs elsewhere.';

export type Opened = CrossbookWindow & {
  readonly watch: PageWatch;
  /** Its profile. */
  readonly dataDir: string;
  /** Ends this Crossbook and starts another on the same profile. */
  reopen(): Promise<Opened>;
};

export type Open = (kind: AppKind, options?: { readonly key?: KeyChoice; readonly shards?: number }) => Promise<Opened>;

type TestFixtures = {
  /** Look-alikes that the exchange lists besides its usual markets. */
  pairs: number;
  /** Life of the exchange's short-lived market, in seconds. */
  lifeSeconds: number;
  /** The built-in exchange, in this process. */
  exchange: ExchangeHandle;
  /** Opens a Crossbook: `live` and `linked` on the test's exchange, `demo` on its own. */
  open: Open;
};

type WorkerFixtures = { targetName: TargetName; executable: string; target: Target };

export const test = base.extend<TestFixtures, WorkerFixtures>({
  targetName: ['chromium', { option: true, scope: 'worker' }],
  executable: ['', { option: true, scope: 'worker' }],
  target: [
    async ({ playwright, targetName, executable }, provide) => {
      const { chromium } = playwright;
      const target =
        targetName === 'electron' ? electronTarget(executable) : await chromiumTarget(chromium, executable);
      try {
        await provide(target);
      } finally {
        await target.close();
      }
    },
    { scope: 'worker' },
  ],
  pairs: [0, { option: true }],
  lifeSeconds: [90, { option: true }],
  exchange: async ({ target: _, pairs, lifeSeconds }, provide) => {
    const exchange = await startExchange({ seed: SEED, ratePerSecond: RATE_PER_SECOND, pairs, lifeSeconds });
    try {
      await provide(exchange);
    } finally {
      await exchange.close();
    }
  },
  open: async ({ target, exchange }, provide, testInfo) => {
    const opened: Opened[] = [];
    const profiles: Profile[] = [];
    const start = async (kind: AppKind, profile: Profile): Promise<Opened> => {
      let watch: PageWatch | undefined;
      const window = await target.open({ kind, ...profile }, (page) => {
        watch = new PageWatch(page);
      });
      const one: Opened = {
        ...window,
        watch: watch!,
        dataDir: profile.dataDir,
        async reopen() {
          await window.stop();
          return start(kind, profile);
        },
      };
      opened.push(one);
      return one;
    };
    try {
      await provide(async (kind, { key = 'good', shards = 0 } = {}) => {
        testInfo.skip(kind === 'linked' && target.name === 'electron', NO_LINKED_APP);
        const profile = await makeProfile(kind === 'demo' ? null : exchange, key, shards);
        profiles.push(profile);
        return start(kind, profile);
      });
      for (const one of opened) await judge(one);
    } finally {
      const ends = await Promise.allSettled(opened.map((one) => one.stop()));
      for (const profile of profiles) await profile.remove();
      expect(ends.filter(({ status }) => status === 'rejected')).toEqual([]);
    }
  },
});

async function judge({ page, watch, said }: Opened): Promise<void> {
  expect.soft(watch.problems(), `what the page should not have said; the app said: ${said()}`).toEqual([]);
  if (!page.isClosed()) expect.soft(await auditPage(page)).toEqual([]);
}
