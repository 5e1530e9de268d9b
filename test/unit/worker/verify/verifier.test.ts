/** Verifying a recording: what is counted, what a book is called, and that one fault does not hide what comes after it. */
import { describe, expect, test } from 'vitest';
import { verifyText } from '../../../../src-main/cli/verify-text.ts';
import { VENUES } from '../../../../src-shared/venues/index.ts';
import { VerifyError } from '../../../../src-worker/verify/verifier.ts';
import { checked, numbered } from '../../../venues/roles.ts';
import { book, change, delta, snapshot, verify } from './with-verifier.ts';

const FINE = snapshot(1, 'A', [['0.4000', '10.00']], [['0.5000', '20.00']]);

describe('a recording without a fault', () => {
  test('is well, and its books are those of its messages', () => {
    const trade = {
      type: 'trade',
      sid: 2,
      seq: 1,
      msg: { market_ticker: 'A', yes_price_dollars: '0.5', count_fp: '1', taker_side: 'yes', ts_ms: 4 },
    };
    const report = verify([
      [FINE, delta(2, 'A', 'yes', '0.4100', '5.50', 5), trade, { id: 1, type: 'subscribed', msg: { sid: 1 } }],
    ]);
    expect(report).toMatchObject({
      ok: true,
      files: [{ connection: 1, file: 'file 1', venue: numbered.id, messages: 4, receiveTimeReversals: 0 }],
      messages: { total: 4, snapshot: 1, delta: 1, trade: 1, control: 1, unreadable: 0 },
      decodeErrors: 0,
      checksums: { verified: 0, failed: 0, unverifiable: 1 },
      gaps: 0,
      booksAt: null,
    });
    expect(report.markets).toEqual([
      {
        venue: numbered.id,
        market: 'A',
        phase: 'synced',
        reason: 'none',
        bidLevels: 2,
        askLevels: 1,
        bestBidMicros: 410_000,
        bestAskMicros: 500_000,
        updates: 2,
        snapshots: 1,
        trades: 1,
        suppressed: 0,
        negativeLevels: 0,
        crossed: 0,
        locked: 0,
        touchMismatches: 0,
        timeReversals: 0,
        // sha256 of 'B 410000 5500000\nB 400000 10000000\nA 500000 20000000\n'
        hash: '7923216bcf2eefa7a1f9bfbe826cab1fe73fabb0b863ad22989a2f9d0909a131',
      },
    ]);
  });

  test('has the whole books after any number of messages, and at the end when there are fewer', () => {
    const messages = [FINE, delta(2, 'A', 'yes', '0.4000', '-10.00', 5), delta(3, 'A', 'no', '0.4900', '1.00', 6)];
    expect(verify([messages], { booksAt: 2 }).booksAt).toMatchObject({
      messages: 2,
      books: [{ venue: numbered.id, market: 'A', phase: 'synced', bids: [], asks: [[500_000, 20_000_000]] }],
    });
    expect(verify([messages], { booksAt: 1_000 }).booksAt).toMatchObject({
      messages: 3,
      books: [
        {
          bids: [],
          asks: [
            [500_000, 20_000_000],
            [510_000, 1_000_000],
          ],
        },
      ],
    });
  });

  test('may begin before its first snapshot: nothing is applied until it comes', () => {
    const report = verify([[delta(1, 'A', 'yes', '0.4000', '-10.00', 5), { ...FINE, seq: 2 }]]);
    expect(report).toMatchObject({ ok: true, markets: [{ suppressed: 1, updates: 1, phase: 'synced', bidLevels: 1 }] });
    const waiting = verify([[delta(1, 'A', 'yes', '0.4000', '10.00', 5)]]);
    expect(waiting.markets).toMatchObject([{ suppressed: 1, updates: 0, phase: 'waiting', reason: 'no-snapshot-yet' }]);
  });

  test('has a book for every token: neither outcome can be told to be the first', () => {
    const yes = book('111', [['0.4', '1']], [['0.6', '2']]);
    const no = book('222', [['0.4', '2']], [['0.6', '1']]);
    const report = verify([[JSON.stringify([yes, no]), 'PONG']]);
    expect(report).toMatchObject({
      ok: true,
      messages: { total: 2, snapshot: 1, word: 1 },
      words: [{ text: 'PONG', count: 1 }],
      markets: [
        { venue: checked.id, market: '111', phase: 'synced' },
        { venue: checked.id, market: '222', phase: 'synced' },
      ],
      streams: [],
    });
  });
});

test('a command that the exchange refused is counted and named, with its code', () => {
  const error = { type: 'error', id: 1, msg: { code: 8, msg: 'Unknown channel name' } };
  const report = verify([[error, { ...error, id: 2 }]]);
  expect(report).toMatchObject({
    ok: true,
    messages: { total: 2, refusal: 2, control: 0 },
    refusals: [{ text: 'code 8: Unknown channel name', count: 2 }],
  });
  expect(verifyText(report)).toContain('code 8: Unknown channel name (2 times)');
  expect(verifyText(report)).not.toContain('All is well.');
});

describe('a fault', () => {
  test('in a line is counted and named, and the messages around it are applied', () => {
    const cut = JSON.stringify(delta(3, 'A', 'yes', '0.4200', '1.00', 6)).slice(0, 90);
    const report = verify([
      [
        FINE,
        'no message at all',
        delta(2, 'A', 'yes', '0.4100', '1.00', 5),
        cut,
        delta(4, 'A', 'yes', '0.4300', '1', 7),
        delta(5, 'A', 'yes', '4.0000', '1', 8),
      ],
    ]);
    expect(report).toMatchObject({
      ok: false,
      decodeErrors: 3,
      messages: { total: 6, unreadable: 3, delta: 2 },
      markets: [{ phase: 'recovering', reason: 'bad-frame', bidLevels: 3, bestBidMicros: 430_000 }],
    });
    expect(report.problems).toEqual([
      {
        venue: numbered.id,
        code: 'MALFORMED_JSON',
        text: 'A frame is not JSON.',
        count: 2,
        sample: 'no message at all',
        places: [
          { file: 'file 1', line: 2 },
          { file: 'file 1', line: 4 },
        ],
      },
      expect.objectContaining({ code: 'BAD_NUMBER', count: 1, places: [{ file: 'file 1', line: 6 }] }),
    ]);
  });

  test('is over for a book with its next snapshot', () => {
    const report = verify([[FINE, '}', snapshot(2, 'A', [['0.4000', '1.00']], [])]]);
    expect(report).toMatchObject({ ok: false, decodeErrors: 1, markets: [{ phase: 'synced', reason: 'none' }] });
  });

  test('that is a negative level empties it, and the changes go on', () => {
    const report = verify([
      [FINE, delta(2, 'A', 'yes', '0.4000', '-10.01', 5), delta(3, 'A', 'yes', '0.3900', '1.00', 6)],
    ]);
    expect(report).toMatchObject({ ok: false, negativeLevels: 1 });
    expect(report.markets).toMatchObject([
      { phase: 'recovering', reason: 'negative-level', bidLevels: 1, bestBidMicros: 390_000, updates: 3 },
    ]);
  });

  test('that is a crossing counts at rest, and not inside a burst', () => {
    const crossing = delta(2, 'A', 'yes', '0.5100', '1.00', 5);
    const healing = (timeMs: number) => delta(3, 'A', 'yes', '0.5100', '-1.00', timeMs);
    expect(verify([[FINE, crossing, healing(5)]])).toMatchObject({ ok: true, crossed: 0 });
    expect(verify([[FINE, crossing, healing(6)]])).toMatchObject({
      ok: false,
      crossed: 1,
      markets: [{ reason: 'crossed', bestBidMicros: 400_000 }],
    });
    expect(verify([[FINE, crossing]])).toMatchObject({ ok: false, crossed: 1 });
    expect(verify([[snapshot(1, 'A', [['0.6000', '1']], [['0.5000', '1']])]])).toMatchObject({ ok: false, crossed: 1 });
    // A snapshot of another time ends the burst as well.
    expect(verify([[FINE, crossing, { ...FINE, seq: 3 }]])).toMatchObject({
      crossed: 1,
      markets: [{ phase: 'synced' }],
    });
  });

  test('is not what a locked book is, which is counted', () => {
    const locking = delta(2, 'A', 'yes', '0.5000', '1.00', 5);
    expect(verify([[FINE, locking]])).toMatchObject({ ok: true, crossed: 0, locked: 1, markets: [{ locked: 1 }] });
    expect(verify([[FINE, locking, delta(3, 'A', 'yes', '0.5000', '-1.00', 5)]])).toMatchObject({ locked: 0 });
  });

  test('in the time is counted once, and the change is applied', () => {
    const report = verify([
      [
        FINE,
        delta(2, 'A', 'yes', '0.3000', '1.00', 9),
        delta(3, 'A', 'yes', '0.3100', '1.00', 7),
        delta(4, 'A', 'yes', '0.3200', '1.00', 8),
      ],
    ]);
    expect(report).toMatchObject({ ok: true, timeReversals: 1, markets: [{ bidLevels: 4, reason: 'time-reversed' }] });
  });

  test('against the exchange’s own best prices is counted when the burst has ended', () => {
    const start = book('1', [['0.4', '1']], [['0.6', '2']]);
    const first = change('1', 'BUY', '0.41', '1', ['0.42', '0.6'], 1_790_000_000_001);
    const sameBurst = change('1', 'BUY', '0.42', '1', ['0.42', '0.6'], 1_790_000_000_001);
    const later = change('1', 'BUY', '0.42', '1', ['0.42', '0.6'], 1_790_000_000_002);
    expect(verify([[start, first, sameBurst]])).toMatchObject({ touchMismatches: 0 });
    expect(verify([[start, first, later]])).toMatchObject({
      ok: true,
      touchMismatches: 1,
      markets: [{ reason: 'touch-mismatch', bestBidMicros: 420_000, updates: 3 }],
    });
  });

  test('in a snapshot’s checksum is told from one that cannot be verified', () => {
    // The venue's own function, with the fields in the order it hashes them.
    const named = { tick_size: '0.01', last_trade_price: '0.5', min_order_size: '5', neg_risk: false };
    const right = { ...named, hash: 'cc1d9502f5300fa189d4059daafd7ee3cca9ee9e' };
    const report = verify([
      [
        book('1', [['0.4', '1']], [['0.6', '2']], right),
        book('2', [['0.4', '1']], [['0.6', '2']], { ...named, hash: 'ab'.repeat(20) }),
        book('3', [['0.4', '1']], [['0.6', '2']], { hash: 'ab'.repeat(20) }),
      ],
    ]);
    expect(report.checksums).toEqual({ verified: 1, failed: 1, unverifiable: 1 });
    expect(report.markets.map(({ reason }) => reason)).toEqual(['none', 'hash-mismatch', 'none']);
  });

  test('is not what a new grid is: the levels stay, and the engine would wait for a snapshot', () => {
    const tick = {
      event_type: 'tick_size_change',
      asset_id: '1',
      market: '0xm',
      new_tick_size: '0.001',
      timestamp: '1',
    };
    const finer = change('1', 'BUY', '0.4005', '3', ['0.4005', '0.6'], 1_790_000_000_005);
    const report = verify([[book('1', [['0.4', '1']], [['0.6', '2']]), tick, finer]]);
    expect(report).toMatchObject({
      ok: true,
      messages: { grid: 1 },
      markets: [{ phase: 'recovering', reason: 'grid-changed', bidLevels: 2, bestBidMicros: 400_500 }],
    });
  });

  test('in the file itself makes the recording not well', () => {
    expect(verify([[FINE]], { trouble: 'it is cut' })).toMatchObject({ ok: false, files: [{ trouble: 'it is cut' }] });
  });
});

describe('the numbers of a stream', () => {
  const of = (market: string, seq: number, timeMs = seq): object => delta(seq, market, 'yes', '0.3000', '1.00', timeMs);

  test('that are missing in a recording of one market may be other markets’', () => {
    const report = verify([[FINE, of('A', 2), of('A', 9), of('A', 10), of('A', 20)]]);
    expect(report).toMatchObject({ ok: true, gaps: 0, markets: [{ phase: 'synced' }] });
    expect(report.streams).toEqual([
      {
        connection: 1,
        file: 'file 1',
        sid: 1,
        messages: 5,
        first: 1,
        last: 20,
        markets: 1,
        seqHoles: 2,
        seqMissing: 15,
        repeats: 0,
        reconnects: 0,
        gaps: 0,
      },
    ]);
  });

  test('that are missing in a recording of a whole stream are a gap of all its books, until a snapshot', () => {
    const whole: object[] = [FINE, snapshot(2, 'B', [], []), snapshot(3, 'C', [], [])];
    for (let seq = 4; seq < 20; seq++) if (seq !== 10) whole.push(of(seq % 2 ? 'A' : 'B', seq));
    const report = verify([[...whole, snapshot(20, 'C', [], [])]]);
    expect(report).toMatchObject({ ok: true, gaps: 1, streams: [{ markets: 3, seqHoles: 1, seqMissing: 1, gaps: 1 }] });
    expect(report.markets.map(({ phase, reason }) => `${phase} ${reason}`)).toEqual([
      'recovering sequence-gap',
      'recovering sequence-gap',
      'synced none',
    ]);
  });

  test('that start over are a reconnection: well with a snapshot, a gap without', () => {
    const again = snapshot(2, 'A', [['0.1000', '1.00']], []);
    expect(verify([[{ ...FINE, seq: 900 }, of('A', 901), again, of('A', 3, 902)]])).toMatchObject({
      gaps: 0,
      streams: [{ reconnects: 1, gaps: 0 }],
      markets: [{ phase: 'synced', bidLevels: 2 }],
    });
    expect(verify([[{ ...FINE, seq: 900 }, of('A', 901), of('A', 3, 902), of('A', 4, 903)]])).toMatchObject({
      gaps: 1,
      streams: [{ reconnects: 1, gaps: 1 }],
      markets: [{ phase: 'recovering', reason: 'disconnected' }],
    });
  });

  test('that come twice are applied once', () => {
    expect(verify([[FINE, of('A', 2), of('A', 2)]])).toMatchObject({
      messages: { delta: 1, repeat: 1 },
      streams: [{ repeats: 1 }],
      markets: [{ updates: 2 }],
    });
  });

  test('go on in the next file, or else it is another connection', () => {
    const goingOn = verify([[FINE, of('A', 2)], [of('A', 5)]]);
    expect(goingOn).toMatchObject({ gaps: 0, markets: [{ phase: 'synced', updates: 3 }] });
    expect(goingOn.streams.map(({ connection, sid }) => [connection, sid])).toEqual([
      [1, 1],
      [2, 1],
    ]);
    const other = verify([[FINE, of('A', 7)], [of('A', 3, 8)]]);
    expect(other).toMatchObject({ gaps: 1, markets: [{ phase: 'recovering', reason: 'disconnected' }] });
    const fresh = verify([
      [FINE, of('A', 7)],
      [{ ...FINE, seq: 1 }, of('A', 3, 8)],
    ]);
    expect(fresh).toMatchObject({ gaps: 0, markets: [{ phase: 'synced', snapshots: 2 }] });
  });
});

describe('the exchange', () => {
  test('is recognised for each file, whatever stands in front of its first message', () => {
    const report = verify([
      ['PONG', '{"half', FINE],
      ['{}', book('1', [], [])],
    ]);
    expect(report.files.map(({ venue }) => venue)).toEqual([numbered.id, checked.id]);
    expect(report.messages.total).toBe(5);
  });

  test('is the one that was named', () => {
    expect(verify([['PONG']], { venue: checked.id })).toMatchObject({ ok: true, messages: { word: 1 } });
    expect(verify([[FINE]], { venue: checked.id })).toMatchObject({ ok: false, decodeErrors: 1 });
  });

  test('must be recognisable, and there must be a message', () => {
    expect(() => verify([['hello', 'world']])).toThrow(VerifyError);
    expect(() => verify([['hello']])).toThrow(
      new RegExp(`^file 1 is not recognised: .* --venue \\(${VENUES.map(({ id }) => id).join(', ')}\\)\\.$`),
    );
    expect(() => verify([Array.from({ length: 20_000 }, () => 'hello')])).toThrow(/first 10000 messages/);
    expect(() => verify([[], []])).toThrow('There is no message in file 1, file 2.');
    expect(verify([[], [FINE]])).toMatchObject({ ok: true, files: [{ venue: null, messages: 0 }, { messages: 1 }] });
  });
});
