/** The wires below the ports: what the peer may do to them. */
import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { WIRE_PENDING_BYTES_MAX } from '../../../../../src-main/host/bridge-limits.ts';
import { pumpWires } from '../../../../../src-main/host/node/wire-pump.ts';
import { messagePortWire, nodePort } from '../../../../../src-shared/contract/message-port-wire.ts';
import type { PortData, Wire } from '../../../../../src-shared/contract/port.ts';
import { type WebSocketLike, webSocketWire } from '../../../../../src-shared/contract/web-socket-wire.ts';

const options = { transferBuffers: true };

function next(wire: Wire): Promise<PortData> {
  return new Promise((resolve) => {
    wire.onData = resolve;
  });
}

const ended = (wire: Wire): Promise<string> =>
  new Promise((resolve) => {
    wire.onEnd = resolve;
  });

describe('a wire over a MessagePort', () => {
  test('keeps what came before anybody listened', async () => {
    const { port1, port2 } = new MessageChannel();
    port1.postMessage({ kind: 'early' });
    const wire = messagePortWire(nodePort(port2), options);
    await turn();
    expect(await next(wire)).toEqual({ kind: 'early' });
    port1.close();
  });

  test('transfers a buffer that is sent whole', () => {
    const { port1, port2 } = new MessageChannel();
    const bytes = new Uint8Array(8);
    messagePortWire(nodePort(port1), options).send(bytes);
    expect(bytes.buffer.detached).toBe(true);
    port2.close();
  });

  test('copies buffers where only ports may be transferred', () => {
    const { port1, port2 } = new MessageChannel();
    const bytes = new Uint8Array(8);
    messagePortWire(nodePort(port1), { transferBuffers: false }).send(bytes);
    expect(bytes.buffer.detached).toBe(false);
    port2.close();
  });

  test.each([['text'], [7], [null], [{ noKind: 1 }], [{ kind: 7 }], [[]]])(
    'ends at %j, which is no message',
    async (data) => {
      const { port1, port2 } = new MessageChannel();
      const wire = messagePortWire(nodePort(port2), options);
      const end = ended(wire);
      wire.onData = () => {};
      port1.postMessage(data);
      expect(await end).toBe('the other end sent something that is not a message');
      wire.end();
    },
  );

  test('says when its other end is gone', async () => {
    const { port1, port2 } = new MessageChannel();
    const wire = messagePortWire(nodePort(port2), options);
    const end = ended(wire);
    wire.onData = () => {};
    port1.close();
    expect(await end).toBe('the other end is gone');
  });

  test('sends nothing once it was ended', async () => {
    const { port1, port2 } = new MessageChannel();
    const got: unknown[] = [];
    port2.on('message', (data) => got.push(data));
    const wire = messagePortWire(nodePort(port1), options);
    wire.send({ kind: 'one' });
    wire.end();
    wire.send({ kind: 'two' });
    await once(port2, 'close');
    expect(got).toEqual([{ kind: 'one' }]);
  });
});

class FakeSocket implements WebSocketLike {
  binaryType = 'blob';
  readyState = 0;
  bufferedAmount = 0;
  readonly sent: unknown[] = [];
  readonly closed: (number | undefined)[] = [];
  private readonly listeners = new Map<string, ((event: never) => void)[]>();

  send(data: unknown): void {
    this.sent.push(data);
  }
  close(code?: number): void {
    this.closed.push(code);
  }
  addEventListener(type: string, listener: (event: never) => void): void {
    this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener]);
  }
  emit(type: string, event: unknown = {}): void {
    for (const listener of this.listeners.get(type) ?? []) listener(event as never);
  }
}

describe('a wire over a WebSocket', () => {
  test('asks for bytes, not blobs', () => {
    const socket = new FakeSocket();
    webSocketWire(socket);
    expect(socket.binaryType).toBe('arraybuffer');
  });

  test('holds back what is sent before the socket is open, in order', () => {
    const socket = new FakeSocket();
    const wire = webSocketWire(socket);
    wire.send({ kind: 'one' });
    wire.send(new Uint8Array([2]));
    expect(socket.sent).toEqual([]);
    socket.readyState = 1;
    socket.emit('open');
    wire.send({ kind: 'three' });
    expect(socket.sent).toEqual(['{"kind":"one"}', new Uint8Array([2]), '{"kind":"three"}']);
  });

  test.each([['{'], ['null'], ['"x"'], ['[]'], ['{"kind":1}'], [7]])(
    'ends at the frame %j and closes with 1003',
    async (data) => {
      const socket = new FakeSocket();
      const wire = webSocketWire(socket);
      const got: PortData[] = [];
      wire.onData = (item) => got.push(item);
      const end = ended(wire);
      socket.emit('message', { data });
      expect(await end).toBe('the other end sent something that is not a message');
      expect(socket.closed).toEqual([1003]);
      socket.emit('message', { data: '{"kind":"late"}' });
      expect(got).toEqual([]);
    },
  );

  test('passes on why the socket closed', async () => {
    const socket = new FakeSocket();
    const wire = webSocketWire(socket);
    const end = ended(wire);
    socket.emit('error');
    socket.emit('close', { code: 1001, reason: 'Crossbook was closed' });
    expect(await end).toBe('Crossbook was closed');
  });

  test('tells how much is still on its way', () => {
    const socket = new FakeSocket();
    socket.bufferedAmount = 12;
    expect(webSocketWire(socket).pending()).toBe(12);
  });
});

class FakeWire implements Wire {
  onData: Wire['onData'] = null;
  onEnd: Wire['onEnd'] = null;
  readonly sent: PortData[] = [];
  waiting = 0;
  ends = 0;
  send(data: PortData): void {
    this.sent.push(data);
  }
  end(): void {
    this.ends++;
  }
  pending(): number {
    return this.waiting;
  }
}

describe('a pump between two wires', () => {
  test('passes everything on, manners included, and reads nothing', () => {
    const [a, b] = [new FakeWire(), new FakeWire()];
    pumpWires(a, b);
    a.onData?.({ kind: 'port:alive' });
    b.onData?.({ kind: 'port:bye' });
    expect([a.sent, b.sent]).toEqual([[{ kind: 'port:bye' }], [{ kind: 'port:alive' }]]);
  });

  test('ends both wires once when one ends', () => {
    const [a, b] = [new FakeWire(), new FakeWire()];
    const reasons: string[] = [];
    pumpWires(a, b, (reason) => reasons.push(reason));
    a.onEnd?.('gone');
    b.onEnd?.('gone too');
    a.onData?.({ kind: 'late' });
    expect(reasons).toEqual(['gone']);
    expect([a.ends, b.ends, b.sent]).toEqual([1, 1, []]);
  });

  test('lets a peer go that takes too little', () => {
    const [a, b] = [new FakeWire(), new FakeWire()];
    const reasons: string[] = [];
    pumpWires(a, b, (reason) => reasons.push(reason));
    b.waiting = WIRE_PENDING_BYTES_MAX + 1;
    a.onData?.({ kind: 'one more' });
    expect(reasons).toEqual(['the other end takes too little']);
    expect(b.sent).toEqual([]);
  });
});
