/** Crossbook as `serve --demo` runs it, in a process of its own, and a port to its main as a window has one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import WebSocket from 'ws';
import { SUBPROTOCOL } from '../../../src-main/host/node/node-gate.ts';
import type { MainToWindow, WindowToMain } from '../../../src-shared/contract/window-main.ts';
import type { AppHealth } from '../../../src-shared/domain/health.ts';
import { until } from './measure.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const READY_MS = 30_000;
const ENDING_MS = 6_000;

type Hello = Extract<MainToWindow, { kind: 'hello' }>;

export class ServedApp {
  readonly url: string;
  hello: Hello | null = null;
  health: AppHealth | null = null;
  private readonly child: ChildProcess;
  private readonly folder: string;
  private readonly socket: WebSocket;
  private readonly answered = new Set<number>();

  private constructor(url: string, child: ChildProcess, folder: string) {
    this.url = url;
    this.child = child;
    this.folder = folder;
    const { origin, host, hash } = new URL(url);
    const token = new URLSearchParams(hash.slice(1)).get('token') ?? '';
    this.socket = new WebSocket(`ws://${host}/port/main`, [SUBPROTOCOL, token], { origin });
    this.socket.on('message', (data, isBinary) => {
      if (!isBinary) this.take(JSON.parse(data.toString()) as MainToWindow);
    });
    this.socket.on('error', () => {});
  }

  /** Starts it and waits for its first words to a window. */
  static async start(ratePerSecond: number): Promise<ServedApp> {
    const folder = await mkdtemp(join(tmpdir(), 'crossbook-bench-'));
    const args = ['src-main/cli.ts', 'serve', '--demo', '--rate', String(ratePerSecond), '--json', '--exit-with-stdin'];
    const child = spawn(process.execPath, [...args, '--data', folder], {
      cwd: ROOT,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    let out = '';
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    await until(() => out.includes('\n') || child.exitCode !== null, READY_MS, 'the ready line');
    const { url, error } = JSON.parse(out.split('\n')[0]!) as { url?: string; error?: string };
    if (!url) throw new Error(`crossbook serve did not start: ${error ?? 'no address'}`);
    const app = new ServedApp(url, child, folder);
    await until(() => app.hello !== null, READY_MS, "main's hello");
    return app;
  }

  /** Asks main as a window does; resolves when it has answered. */
  async request<Name extends WindowToMain['name']>(
    name: Name,
    ask: Extract<WindowToMain, { name: Name }>['ask'],
  ): Promise<void> {
    const id = 1 + this.answered.size;
    this.socket.send(JSON.stringify({ kind: 'request', id, name, ask }));
    await until(() => this.answered.has(id), READY_MS, `the answer to ${name}`);
  }

  async stop(): Promise<void> {
    this.socket.close();
    this.child.stdin?.end();
    await until(() => this.child.exitCode !== null, ENDING_MS, 'the end of crossbook').catch(() => {
      this.child.kill('SIGKILL');
    });
    await rm(this.folder, { recursive: true, force: true });
  }

  private take(message: MainToWindow): void {
    if (message.kind === 'hello') this.hello = message;
    else if (message.kind === 'health') this.health = message.health;
    else if (message.kind === 'answer') this.answered.add(message.id);
    else if (message.kind === 'failed') throw new Error(message.text);
  }
}
