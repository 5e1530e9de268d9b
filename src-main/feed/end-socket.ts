/** Ends a socket that nobody listens to any more. */
import WebSocket from 'ws';

const NORMAL_CLOSE = 1000;
/** An exchange that does not answer our closing must not hold the socket, or the app's end, for longer. */
const CLOSING_MAX_MS = 1_000;

/** Closes it properly where it is open; else, or where the other side does not answer, cuts it. */
export function endSocket(socket: WebSocket): void {
  // A late error must not end the process.
  socket.on('error', () => {});
  if (socket.readyState !== WebSocket.OPEN) {
    socket.terminate();
    return;
  }
  const ending = setTimeout(() => socket.terminate(), CLOSING_MAX_MS);
  socket.on('close', () => clearTimeout(ending));
  socket.close(NORMAL_CLOSE);
}
