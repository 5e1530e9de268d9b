import { expect, test } from 'vitest';
import { Schedule } from '../../../../src-exchange/world/schedule.ts';

test('appointments run in the order of their events, equal ones in the order they were made', () => {
  const schedule = new Schedule();
  const ran: string[] = [];
  schedule.at(7, () => ran.push('7'));
  schedule.at(3, () => ran.push('3 first'));
  schedule.at(3, () => ran.push('3 second'));
  schedule.at(9, () => ran.push('9'));
  expect(schedule.nextEvent).toBe(3);
  schedule.runUntil(8);
  expect(ran).toEqual(['3 first', '3 second', '7']);
  expect(schedule.nextEvent).toBe(9);
});

test('an appointment made while others run is kept', () => {
  const schedule = new Schedule();
  const ran: number[] = [];
  schedule.at(1, () => {
    ran.push(1);
    schedule.at(2, () => ran.push(2));
  });
  schedule.runUntil(2);
  expect(ran).toEqual([1, 2]);
  expect(schedule.nextEvent).toBe(Number.POSITIVE_INFINITY);
});
