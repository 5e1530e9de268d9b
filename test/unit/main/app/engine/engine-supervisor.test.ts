/** An engine that is kept running: the real one, and small programs that break in their own ways, each in a real thread. */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { EngineProcess } from '../../../../../src-main/app/engine/engine-process.ts';
import {
  EngineSupervisor,
  SUPERVISOR_TIMING,
  type SupervisorTiming,
} from '../../../../../src-main/app/engine/engine-supervisor.ts';
import type { Loss } from '../../../../../src-main/base/restarts.ts';
import { nodeEngine } from '../../../../../src-main/host/node/node-engine.ts';
import type { EngineToMain } from '../../../../../src-shared/contract/main-engine.ts';
import { ENGINE_CRASHES_MAX, ENGINE_SILENT_MS } from '../../../../../src-shared/domain/limits.ts';
import { Noted } from '../../../noted.ts';

const realEngine = new URL('../../../../../src-worker/worker.ts', import.meta.url);

/** An engine as a text: `port` is its end of the port to main. */
function program(text: string): URL {
  const start = `import { parentPort } from 'node:worker_threads'; parentPort.once('message', ({ port }) => { ${text} });`;
  return new URL(`data:text/javascript,${encodeURIComponent(start)}`);
}

const HEALTH = "port.postMessage({ kind: 'health', health: {} });";
const breaks = new URL('data:text/javascript,process.exit(3)');
const silent = program('setInterval(() => {}, 1000);');
const lively = program(`port.postMessage({ kind: 'ready' }); setInterval(() => { ${HEALTH} }, 5);`);
const losesItsPort = program("port.postMessage({ kind: 'ready' }); port.close(); setInterval(() => {}, 1000);");
const throws = program("throw new Error('a broken promise');");

type Supervised = {
  readonly supervisor: EngineSupervisor;
  readonly started: Noted<EngineProcess>;
  readonly said: Noted<EngineToMain>;
  readonly lost: Noted<Loss>;
};

/** The entries are launched in turn, the last one for ever. */
function supervise(entries: readonly URL[], timing: Partial<SupervisorTiming> = {}): Supervised {
  let launches = 0;
  const launch = (): EngineProcess => nodeEngine(entries[Math.min(launches++, entries.length - 1)]!)();
  const started = new Noted<EngineProcess>();
  const said = new Noted<EngineToMain>();
  const lost = new Noted<Loss>();
  const supervisor = new EngineSupervisor(
    launch,
    {
      onStarted: (engine) => started.add(engine),
      onMessage: (message) => said.add(message),
      onLost: (loss) => lost.add(loss),
    },
    { ...SUPERVISOR_TIMING, restartFirstMs: 1, restartMaxMs: 5, ...timing },
  );
  onTestFinished(() => supervisor.stop());
  return { supervisor, started, said, lost };
}

describe('engine supervisor', () => {
  it('starts the engine, and hears that it is ready and well', async () => {
    const { supervisor, started, said } = supervise([realEngine]);
    expect(supervisor.state).toBe('starting');
    supervisor.start();
    expect(started.items).toEqual([supervisor.current]);
    await supervisor.ready(60_000);
    expect([supervisor.state, supervisor.health]).toEqual(['running', null]);
    await said.until((messages) => messages.find(({ kind }) => kind === 'health'));
    expect(supervisor.health?.frames).toBe(0);
    expect(said.items[0]).toEqual({ kind: 'ready' });
    await supervisor.ready(60_000);
  });

  it('waits for an engine that is not ready only as long as it is told', async () => {
    const { supervisor } = supervise([silent]);
    supervisor.start();
    await supervisor.ready(5);
    expect(supervisor.state).toBe('starting');
  });

  it('starts another when the engine dies, with the reason', async () => {
    const { supervisor, started, lost } = supervise([realEngine]);
    supervisor.start();
    await supervisor.ready(60_000);
    started.items[0]!.kill();
    expect(await lost.count(1)).toEqual([{ reason: 'it was killed', isRestarting: true, isRequested: false }]);
    expect([supervisor.state, supervisor.current]).toEqual(['restarting', null]);
    await started.count(2);
    await supervisor.ready(60_000);
    expect([supervisor.state, supervisor.restarts, supervisor.health]).toEqual(['running', 1, null]);
    expect(supervisor.current).toBe(started.items[1]);
  });

  it('tells what broke it', async () => {
    const { supervisor, lost } = supervise([throws, lively]);
    supervisor.start();
    await lost.count(1);
    expect(lost.items[0]?.reason).toContain('a broken promise');
  });

  it('ends a process that is left without its port, and says once that it is gone', async () => {
    const { supervisor, started, lost } = supervise([losesItsPort, lively]);
    supervisor.start();
    await started.count(2);
    expect(lost.items).toEqual([{ reason: 'the other end is gone', isRestarting: true, isRequested: false }]);
    expect(supervisor.restarts).toBe(1);
  });

  it('gives up one that gives no sign of life, by its own looks and not by the clock', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const { supervisor, started, lost } = supervise([silent, lively]);
    supervisor.start();
    // A laptop that slept: the clock went on, the looks did not.
    vi.setSystemTime(Date.now() + 8 * 3_600_000);
    vi.advanceTimersByTime(ENGINE_SILENT_MS);
    expect([lost.items, supervisor.current]).toEqual([[], started.items[0]]);
    vi.advanceTimersByTime(SUPERVISOR_TIMING.lookMs);
    expect(lost.items).toEqual([{ reason: 'it gave no sign of life', isRestarting: true, isRequested: false }]);
    await started.count(2);
    expect(supervisor.restarts).toBe(1);
  });

  it('lets one live that gives signs', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const { supervisor, said, lost } = supervise([lively]);
    supervisor.start();
    for (let turn = 1; turn <= 5; turn++) {
      await said.count(said.items.length + 1);
      vi.advanceTimersByTime(ENGINE_SILENT_MS - SUPERVISOR_TIMING.lookMs);
    }
    expect([lost.items, supervisor.state]).toEqual([[], 'running']);
  });

  it('hears nothing more of an engine that it gave up', async () => {
    const { supervisor, started, said } = supervise([lively, silent]);
    supervisor.start();
    const first = started.items[0]!;
    await said.count(3);
    first.kill();
    await started.count(2);
    const before = said.items.length;
    first.port.onMessage?.({ kind: 'ready' });
    expect([said.items.length, supervisor.state]).toEqual([before, 'restarting']);
  });

  it('stops after too many crashes, until the user asks', async () => {
    const crashes = ENGINE_CRASHES_MAX + 1;
    const { supervisor, started, lost } = supervise([...Array<URL>(crashes).fill(breaks), lively]);
    supervisor.start();
    await lost.count(crashes);
    expect(lost.items.map(({ isRestarting }) => isRestarting)).toEqual([
      ...Array(ENGINE_CRASHES_MAX).fill(true),
      false,
    ]);
    expect(lost.items[0]?.reason).toBe('it ended with code 3');
    expect([supervisor.state, supervisor.restarts, started.items.length]).toEqual([
      'stopped',
      ENGINE_CRASHES_MAX,
      crashes,
    ]);
    supervisor.restart();
    expect([supervisor.state, started.items.length]).toEqual(['starting', crashes + 1]);
    await supervisor.ready(60_000);
    expect(supervisor.state).toBe('running');
  });

  it('restarts at the user’s request, however often', async () => {
    const { supervisor, started, lost } = supervise([lively]);
    supervisor.start();
    for (let restart = 1; restart <= ENGINE_CRASHES_MAX + 2; restart++) {
      supervisor.restart();
      await started.count(restart + 1);
    }
    expect(lost.items.every(({ isRestarting, isRequested }) => isRestarting && isRequested)).toBe(true);
    expect(supervisor.component.lastError).toBe('');
  });

  it('ends the engine for good when it is stopped', async () => {
    const { supervisor, started, lost } = supervise([realEngine]);
    supervisor.start();
    await supervisor.ready(60_000);
    const gone = new Promise<string>((resolve) => {
      const { current } = supervisor;
      supervisor.stop();
      current!.onExit = resolve;
    });
    await gone;
    expect([supervisor.state, supervisor.current, lost.items, started.items.length]).toEqual(['stopped', null, [], 1]);
  });
});
