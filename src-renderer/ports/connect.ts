/**
 * How the window gets its two ports: `connect('main')` and `connect('engine')`.
 *
 * Chosen once by what is there: Electron's preload hands MessagePorts over; otherwise the page was served by the Node host
 * and each port is one WebSocket to where the page came from. Nothing above this file knows which.
 */
import { domPort, messagePortWire } from '../../src-shared/contract/message-port-wire.ts';
import { createPort, type Port, type PortMessage, type Repeat } from '../../src-shared/contract/port.ts';
import { webSocketWire } from '../../src-shared/contract/web-socket-wire.ts';
import { CONNECT_TIMEOUT_MS } from './limits.ts';

export type PortName = 'main' | 'engine';

/** What Electron's preload exposes. The port comes back as a window message with the same nonce. */
type Preload = { readonly requestPort: (name: PortName, nonce: string) => void };

declare global {
  interface Window {
    readonly crossbook?: Preload;
  }
}

/** A retry cannot help; the message tells the user what to do. */
export class ConnectRefused extends Error {
  override readonly name = 'ConnectRefused';
}

const KEY_STORE = 'crossbook.key';

const WHOLE_ADDRESS = 'Open the whole address that Crossbook printed, including the part after #.';

const repeat: Repeat = (everyMs, run) => {
  const timer = setInterval(run, everyMs);
  return () => clearInterval(timer);
};

/** Opens one of the two ports. Rejects with {@link ConnectRefused} when only the user can help, with Error otherwise. */
export function connect<Out extends PortMessage, In extends PortMessage>(name: PortName): Promise<Port<Out, In>> {
  return window.crossbook === undefined ? connectSocket(name) : connectPreload(window.crossbook, name);
}

function connectPreload<Out extends PortMessage, In extends PortMessage>(
  preload: Preload,
  name: PortName,
): Promise<Port<Out, In>> {
  const nonce = crypto.randomUUID();
  return new Promise((resolve, reject) => {
    const finish = (): void => {
      clearTimeout(timer);
      window.removeEventListener('message', onMessage);
    };
    const onMessage = (event: MessageEvent<unknown>): void => {
      // Only the preload of this very page may hand over a port; a frame or another window may not.
      if (event.source !== window || !isPortAnswer(event.data) || event.data.nonce !== nonce) return;
      const port = event.ports[0];
      if (port === undefined) return;
      finish();
      resolve(createPort<Out, In>(messagePortWire(domPort(port), { transferBuffers: false }), repeat));
    };
    const timer = setTimeout(() => {
      finish();
      reject(new Error(`no ${name} port within ${CONNECT_TIMEOUT_MS} ms`));
    }, CONNECT_TIMEOUT_MS);
    window.addEventListener('message', onMessage);
    preload.requestPort(name, nonce);
  });
}

function isPortAnswer(data: unknown): data is { crossbookPort: PortName; nonce: string } {
  return typeof data === 'object' && data !== null && 'crossbookPort' in data && 'nonce' in data;
}

function connectSocket<Out extends PortMessage, In extends PortMessage>(name: PortName): Promise<Port<Out, In>> {
  const key = takeKey();
  if (key === null) {
    return Promise.reject(new ConnectRefused(`This page was opened without its key. ${WHOLE_ADDRESS}`));
  }
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const socket = new WebSocket(`${scheme}://${key.host}/port/${name}${sessionPath()}`, ['crossbook', key.token]);
  return new Promise((resolve, reject) => {
    const fail = (isRefused: boolean): void => {
      clearTimeout(timer);
      socket.onopen = null;
      socket.onclose = null;
      socket.close();
      reject(
        isRefused
          ? new ConnectRefused(`Crossbook refused this page: its key is not the one of this start. ${WHOLE_ADDRESS}`)
          : new Error(`the ${name} port did not open`),
      );
    };
    const timer = setTimeout(() => fail(false), CONNECT_TIMEOUT_MS);
    socket.onclose = () => void isAnswering(key).then(fail);
    socket.onopen = () => {
      clearTimeout(timer);
      socket.onclose = null;
      resolve(createPort<Out, In>(webSocketWire(socket), repeat));
    };
  });
}

/**
 * A browser does not say why a socket was not opened. Where the page's own host still answers, it refused; a host that is gone
 * answers nothing. (Elsewhere, in development, nothing can be asked.)
 */
async function isAnswering(key: Key): Promise<boolean> {
  if (key.host !== location.host) return false;
  return fetch('/', { method: 'HEAD', cache: 'no-store' }).then(
    () => true,
    () => false,
  );
}

/** What opens the Node host's ports: its token, and its address where the page itself comes from elsewhere (development). */
type Key = { readonly token: string; readonly host: string };

/**
 * The key comes once, in the address; afterwards it is only in this tab's session storage, so that a reload works while the
 * address bar, the history and a copied link do not carry it.
 */
/** The part of a port's path that names the recording whose replay this page shows, or ''. */
function sessionPath(): string {
  const session = new URLSearchParams(location.search).get('session');
  return session === null ? '' : `/${encodeURIComponent(session)}`;
}

export function takeKey(): Key | null {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const token = fragment.get('token') ?? '';
  if (token !== '') {
    const key: Key = { token, host: fragment.get('host') ?? location.host };
    sessionStorage.setItem(KEY_STORE, JSON.stringify(key));
    history.replaceState(history.state, '', `${location.pathname}${location.search}`);
    return key;
  }
  const kept = sessionStorage.getItem(KEY_STORE);
  return kept === null ? null : (JSON.parse(kept) as Key);
}
