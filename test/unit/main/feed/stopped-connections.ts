/**
 * A program of its own: opens a connection to the address it is given, stops it, and stops two more that never opened. It ends by
 * itself only if none of them leaves a timer or a socket behind.
 */
import { Connection } from '../../../../src-main/feed/connection.ts';
import { unkeyed } from '../../../venues/roles.ts';

const url = process.argv[2] ?? '';

function connect(onOpened: () => void): Connection {
  return new Connection({
    venue: unkeyed.venue,
    url,
    headers: () => ({}),
    output: { frame() {}, connection() {}, cover() {}, handOver() {}, gone() {}, log() {}, nextConnection: () => 1 },
    random: Math.random,
    onOpened,
  });
}

const waiting = connect(() => {});
waiting.start(600_000);
const connecting = connect(() => {});
const opened = connect(() => {
  connecting.start(0);
  setImmediate(() => {
    for (const connection of [opened, connecting, waiting]) connection.stop();
    process.stdout.write('stopped');
  });
});
opened.start(0);
