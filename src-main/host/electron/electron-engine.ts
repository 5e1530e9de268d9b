/**
 * The engine as a utility process of Electron. Its port to main and the ports to windows are handed over one by one on the
 * process's own mailbox, which carries nothing else.
 */
import { MessageChannelMain, type MessagePortMain, utilityProcess } from 'electron';
import type { EngineToMain, MainToEngine } from '../../../src-shared/contract/main-engine.ts';
import { electronPort, messagePortWire } from '../../../src-shared/contract/message-port-wire.ts';
import { createPort } from '../../../src-shared/contract/port.ts';
import type { EngineProcess, LaunchEngine } from '../../app/engine/engine-process.ts';
import { repeat } from '../../base/repeat.ts';

/** Launches the engine's built entry file. What it prints goes to stderr: stdout belongs to the command's answer. */
export function electronEngine(entry: string): LaunchEngine<MessagePortMain> {
  return () => launch(entry);
}

function launch(entry: string): EngineProcess<MessagePortMain> {
  const child = utilityProcess.fork(entry, [], { serviceName: 'Crossbook engine', stdio: 'pipe' });
  child.stdout?.pipe(process.stderr, { end: false });
  child.stderr?.pipe(process.stderr, { end: false });
  const { port1, port2 } = new MessageChannelMain();
  let failure = '';
  let isOver = false;
  const engine: EngineProcess<MessagePortMain> = {
    port: createPort<MainToEngine, EngineToMain>(
      messagePortWire(electronPort(port1), { transferBuffers: false }),
      repeat,
    ),
    onExit: null,
    adopt(window, end) {
      if (isOver) end.close();
      else child.postMessage({ kind: 'window', window }, [end]);
    },
    kill() {
      failure ||= 'it was killed';
      if (child.pid === undefined || !killAtOnce(child.pid)) child.kill();
    },
  };
  child.postMessage({ kind: 'main' }, [port2]);
  child.on('error', (type, location) => {
    failure ||= `${type} at ${location}`;
  });
  child.on('exit', (code) => {
    isOver = true;
    engine.onExit?.(failure || `it ended with code ${code}`);
  });
  return engine;
}

/** The process's own kill asks politely; a hung engine would not answer. */
function killAtOnce(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}
