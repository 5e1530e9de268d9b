/**
 * A window in a thread of its own, so that what it does with main's messages is not main's time. As main: `BenchWindow`; run as a thread:
 * the window itself, which sends the requests it is given and says only how they ended.
 */
import { isMainThread, MessageChannel, type MessagePort, parentPort, Worker, workerData } from 'node:worker_threads';
import { messagePortWire, nodePort } from '../../../src-shared/contract/message-port-wire.ts';
import { createPort, type Port, type Repeat } from '../../../src-shared/contract/port.ts';
import type { MainToWindow, RequestName, Requests, WindowToMain } from '../../../src-shared/contract/window-main.ts';

type Order = { readonly id: number; readonly name: RequestName; readonly ask: unknown };
/** `size`: of an answer that is a list. */
type Outcome =
  | { readonly kind: 'answered'; readonly id: number; readonly failure: string; readonly size: number }
  | { readonly kind: 'job'; readonly state: string; readonly text: string };

const repeat: Repeat = (everyMs, run) => {
  const timer = setInterval(run, everyMs);
  return () => clearInterval(timer);
};

export class BenchWindow {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, PromiseWithResolvers<number>>();
  private job: PromiseWithResolvers<string> = Promise.withResolvers();
  private lastId = 0;

  /** `attach` gives main's end to the app. */
  constructor(attach: (port: Port<MainToWindow, WindowToMain>) => void) {
    const { port1, port2 } = new MessageChannel();
    attach(createPort(messagePortWire(nodePort(port1), { transferBuffers: true }), repeat));
    this.worker = new Worker(new URL(import.meta.url), { workerData: port2, transferList: [port2] });
    this.worker.on('message', (outcome: Outcome) => this.take(outcome));
  }

  /** Resolves with the size of the answer, of one that is a list. */
  request<Name extends RequestName>(name: Name, ask: Requests[Name]['ask']): Promise<number> {
    const id = ++this.lastId;
    const waiting = Promise.withResolvers<number>();
    this.waiting.set(id, waiting);
    this.worker.postMessage({ id, name, ask } satisfies Order);
    return waiting.promise;
  }

  /** Requests a job and resolves with its last text when it is done. */
  async runJob<Name extends RequestName>(name: Name, ask: Requests[Name]['ask']): Promise<string> {
    this.job = Promise.withResolvers();
    await this.request(name, ask);
    return await this.job.promise;
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private take(outcome: Outcome): void {
    if (outcome.kind === 'job') {
      if (outcome.state === 'done') this.job.resolve(outcome.text);
      else this.job.reject(new Error(outcome.text));
      return;
    }
    const waiting = this.waiting.get(outcome.id);
    this.waiting.delete(outcome.id);
    if (outcome.failure === '') waiting?.resolve(outcome.size);
    else waiting?.reject(new Error(outcome.failure));
  }
}

function runWindow(own: MessagePort): void {
  const say = (outcome: Outcome): void => parentPort?.postMessage(outcome);
  const wire = messagePortWire(nodePort(own), { transferBuffers: true });
  const port = createPort<WindowToMain, MainToWindow>(wire, repeat);
  port.onMessage = (message) => {
    if (message instanceof Uint8Array) return;
    if (message.kind === 'answer') {
      const size = Array.isArray(message.answer) ? message.answer.length : 0;
      say({ kind: 'answered', id: message.id, failure: '', size });
    } else if (message.kind === 'failed') say({ kind: 'answered', id: message.id, failure: message.text, size: 0 });
    else if (message.kind === 'job' && !['queued', 'running'].includes(message.job.state)) {
      say({ kind: 'job', state: message.job.state, text: message.job.text });
    }
  };
  parentPort?.on('message', ({ id, name, ask }: Order) => {
    port.post({ kind: 'request', id, name, ask } as WindowToMain);
  });
}

if (!isMainThread && workerData !== null) runWindow(workerData as MessagePort);
