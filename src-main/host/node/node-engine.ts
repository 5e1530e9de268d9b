/**
 * The engine as a thread of the Node host. Its port to main and the ports to windows are handed over one by one on the thread's
 * own mailbox, which carries nothing else.
 */
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { EngineToMain, MainToEngine } from '../../../src-shared/contract/main-engine.ts';
import { messagePortWire, nodePort } from '../../../src-shared/contract/message-port-wire.ts';
import { createPort } from '../../../src-shared/contract/port.ts';
import type { EngineProcess, LaunchEngine } from '../../app/engine/engine-process.ts';
import { repeat } from '../../base/repeat.ts';

/** Launches the engine's entry file in a thread. What it prints goes to stderr: stdout belongs to the command's answer. */
export function nodeEngine(entry: URL): LaunchEngine<MessagePort> {
  return () => launch(entry);
}

function launch(entry: URL): EngineProcess<MessagePort> {
  const worker = new Worker(entry, { name: 'engine', stdout: true, stderr: true });
  worker.stdout.pipe(process.stderr, { end: false });
  worker.stderr.pipe(process.stderr, { end: false });
  const { port1, port2 } = new MessageChannel();
  let failure = '';
  let isOver = false;
  const engine: EngineProcess<MessagePort> = {
    port: createPort<MainToEngine, EngineToMain>(messagePortWire(nodePort(port1), { transferBuffers: true }), repeat),
    onExit: null,
    adopt(window, end) {
      if (isOver) end.close();
      else worker.postMessage({ kind: 'window', window, port: end }, [end]);
    },
    kill() {
      failure ||= 'it was killed';
      void worker.terminate();
    },
  };
  worker.postMessage({ kind: 'main', port: port2 }, [port2]);
  worker.on('error', (error) => {
    failure ||= error instanceof Error ? error.message : String(error);
  });
  worker.on('exit', (code) => {
    isOver = true;
    engine.onExit?.(failure || `it ended with code ${code}`);
  });
  return engine;
}
