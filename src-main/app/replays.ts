/**
 * The replays that are open, one a session, each ended some time after its last window closed.
 */
import type { ReplayApp } from './replay-app.ts';

const LOOK_EVERY_MS = 2_000;
/** A window that reloads is back by then. */
const LOOKS_WITHOUT_WINDOW = 5;

type Open = { readonly app: Promise<ReplayApp>; idleLooks: number };

export class Replays {
  private readonly open = new Map<string, Open>();
  private readonly create: (session: string) => Promise<ReplayApp>;
  private timer: NodeJS.Timeout | null = null;

  /** `create` opens a session and starts its replay; it rejects with a sentence. */
  constructor(create: (session: string) => Promise<ReplayApp>) {
    this.create = create;
  }

  get(session: string): Promise<ReplayApp> {
    const known = this.open.get(session);
    if (known) return known.app;
    const app = this.create(session);
    this.open.set(session, { app, idleLooks: 0 });
    app.catch(() => this.open.delete(session));
    this.timer ??= setInterval(() => void this.look(), LOOK_EVERY_MS);
    return app;
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    const apps = [...this.open.values()].map(({ app }) => app.then((opened) => opened.stop()).catch(() => {}));
    this.open.clear();
    await Promise.all(apps);
  }

  private async look(): Promise<void> {
    for (const [session, replay] of this.open) {
      const app = await replay.app.catch(() => null);
      if (app === null) continue;
      replay.idleLooks = app.windows === 0 ? replay.idleLooks + 1 : 0;
      if (replay.idleLooks < LOOKS_WITHOUT_WINDOW) continue;
      this.open.delete(session);
      await app.stop();
    }
  }
}
