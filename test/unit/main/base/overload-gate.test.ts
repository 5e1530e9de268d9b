/** The bound on what is on its way to a consumer that may be too slow. */
import { expect, test } from 'vitest';
import { OverloadGate } from '../../../../src-main/base/overload-gate.ts';

type Reports = [connection: number, frames: number][];

function gateOf(framesMax: number, bytesMax: number): { gate: OverloadGate; reports: Reports } {
  const reports: Reports = [];
  const gate = new OverloadGate({ framesMax, bytesMax }, (connection, frames) => reports.push([connection, frames]));
  return { gate, reports };
}

/** Admits frames of one size, each a batch of its own; returns how many went. */
function admit(gate: OverloadGate, frames: number, bytes: number, connection = 1): number {
  let admitted = 0;
  for (let n = 0; n < frames; n++) {
    if (gate.admit(connection, bytes)) admitted++;
    gate.sent();
  }
  return admitted;
}

test('drops above the bound in frames, until half of it is free', () => {
  const { gate, reports } = gateOf(10, 1_000);
  expect(admit(gate, 13, 1)).toBe(10);
  expect([gate.dropped, reports]).toEqual([3, [[1, 1]]]);
  gate.taken(4);
  expect(admit(gate, 1, 1, 2)).toBe(0);
  gate.taken(1);
  expect(reports).toEqual([
    [1, 1],
    [2, 1],
    [1, 2],
  ]);
  expect(admit(gate, 5, 1)).toBe(5);
});

test('drops above the bound in bytes, however few the frames are', () => {
  const { gate, reports } = gateOf(1_000, 100);
  // A frame is judged by what is on its way before it, so the bound is passed by one frame at most.
  expect(admit(gate, 5, 40)).toBe(3);
  expect([gate.frames, gate.bytes, gate.dropped]).toEqual([3, 120, 2]);
  gate.taken(1);
  expect(admit(gate, 1, 1)).toBe(0);
  gate.taken(1);
  expect([gate.bytes, reports]).toEqual([
    40,
    [
      [1, 1],
      [1, 2],
    ],
  ]);
  expect(admit(gate, 1, 1)).toBe(1);
});

test('gives a batch back in parts, and all of its bytes in the end', () => {
  const { gate } = gateOf(100, 1_000);
  for (let n = 0; n < 3; n++) gate.admit(1, 11);
  gate.sent();
  gate.admit(1, 7);
  gate.taken(2);
  expect([gate.frames, gate.bytes]).toEqual([2, 18]);
  gate.taken(5);
  // The open batch is not on its way yet.
  expect([gate.frames, gate.bytes]).toEqual([1, 7]);
  gate.sent();
  gate.taken(1);
  expect([gate.frames, gate.bytes]).toEqual([0, 0]);
});

test('starts over for another consumer, and reports nothing of the last one', () => {
  const { gate, reports } = gateOf(2, 1_000);
  admit(gate, 5, 1);
  gate.reset();
  gate.resume();
  expect([gate.frames, gate.bytes, admit(gate, 2, 1), reports]).toEqual([0, 0, 2, [[1, 1]]]);
});
