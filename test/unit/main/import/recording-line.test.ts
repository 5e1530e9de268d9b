/** A line of a recording: where the venue's message begins and ends, and when it came. */
import { describe, expect, test } from 'vitest';
import { RecordingLine } from '../../../../src-main/import/recording-line.ts';

const reader = new RecordingLine();

function read(line: string): [message: string, receivedMicros: number] {
  const { message, receivedMicros } = reader.read(Buffer.from(line));
  return [Buffer.from(message).toString(), receivedMicros];
}

describe('a line of a recording', () => {
  test.each([
    ['{"recv_ms":1785930336512,"event":{"a":[1,{"b":"}]"}]}}', '{"a":[1,{"b":"}]"}]}', 1_785_930_336_512_000],
    [' { "recv_ms" : 1785930336512.25 , "event" : [ 1 , 2 ] } ', '[ 1 , 2 ]', 1_785_930_336_512_250],
    ['{"event":{"a":"\\"}\\\\"},"recv_ms":"1785930336512"}', '{"a":"\\"}\\\\"}', 1_785_930_336_512_000],
    ['{"recv_ms":1785930336512,"conn":{"id":1},"event":{"a":1},"x":null}', '{"a":1}', 1_785_930_336_512_000],
    ['{"recv_ms":1785930336512,"event":"{\\"a\\":\\"\\u00e9\\"}"}', '{"a":"é"}', 1_785_930_336_512_000],
    ['{"recv_ms":1785930336512,"event":"PONG"}', 'PONG', 1_785_930_336_512_000],
    ['{"recv_ms":null,"event":{}}', '{}', 0],
    ['{"recv_ts_ns": 1785930336512345678, "raw": "{\\"a\\":1}\\n"}', '{"a":1}', 1_785_930_336_512_345],
    ['{"f":5,"recv_ms":1785930336512,"raw":{"a":1}}', '{"a":1}', 1_785_930_336_512_000],
    ['{"ts":1785930336.25,"data":{"a":1}}', '{"a":1}', 1_785_930_336_250_000],
    ['{"timestamp":"2026-08-05T11:45:36.512345Z","frame":"[1]"}', '[1]', 1_785_930_336_512_345],
    ['{"received_at":"2026-08-05 11:45:36","message":{"a":1}}', '{"a":1}', 1_785_930_336_000_000],
    ['{"msg":{"type":"x","sid":1},"time_us":1785930336512345}', '{"type":"x","sid":1}', 1_785_930_336_512_345],
    ['{"ts":1785930336512,"event":"message","data":"{\\"a\\":1}"}', '{"a":1}', 1_785_930_336_512_000],
    ['{"venue":"one","connection":2,"event":{"a":1}}', '{"a":1}', 0],
    [
      '{"type":"x","sid":1,"ts":1785930336512,"msg":{"a":1}}',
      '{"type":"x","sid":1,"ts":1785930336512,"msg":{"a":1}}',
      0,
    ],
    ['{"recv_s":1785930336,"type":"x","payload":{"a":1}}', '{"a":1}', 1_785_930_336_000_000],
    ['1785930336512345678 {"a":1}', '{"a":1}', 1_785_930_336_512_345],
    ['1785930336512345\t[1]', '[1]', 1_785_930_336_512_345],
    ['1785930336512 PONG', 'PONG', 1_785_930_336_512_000],
    ['1785930336 {}', '{}', 1_785_930_336_000_000],
    ['{"type":"trade","event":{"recv_ms":1}}', '{"type":"trade","event":{"recv_ms":1}}', 0],
    ['[{"event_type":"book"}]', '[{"event_type":"book"}]', 0],
    ['PONG', 'PONG', 0],
  ])('%s', (line, message, receivedMicros) => {
    expect(read(line)).toEqual([message, receivedMicros]);
  });

  test.each([
    '{"recv_ms":1785930336512,"event":{"a":1}',
    '{"recv_ms":1785930336512,"event":{"a":1',
    '{"recv_ms":1785930336512,"event":',
    '{"recv_ms":1785930336512,"event":{"a":1}}}',
    '{"recv_ms":1785930336512,"event":{"a":1}} {',
    '{"recv_ms":1785930336512,"event":"a\\x"}',
    '{"recv_ms":1785930336512}',
    '{"event":{"a":1}}',
    '{"recv_ms":1785930336512,"event":}',
    '{"recv_ms" 1785930336512,"event":1}',
    '{',
    '{}',
    '17859303365 ',
    '123 {"a":1}',
    '123456789012345678901 {"a":1}',
    '1785930336512{"a":1}',
  ])('that is not whole is the message itself, for the decoder to refuse: %s', (line) => {
    expect(read(line)).toEqual([line, 0]);
  });
});
