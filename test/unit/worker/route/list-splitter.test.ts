/** The elements of a frame that is a list. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameWindow } from '../../../../src-worker/decode/frame-window.ts';
import { ListSplitter } from '../../../../src-worker/route/list-splitter.ts';

function split(text: string): readonly string[] | null {
  const frame = new FrameWindow().hold(Buffer.from(text));
  const splitter = new ListSplitter();
  if (!splitter.split(frame)) return null;
  const whole = Buffer.from(text);
  return Array.from({ length: splitter.count }, (_, i) =>
    whole.subarray(splitter.starts[i]!, splitter.ends[i]!).toString(),
  );
}

describe('list splitter', () => {
  it('gives the elements of any list as JSON.parse has them', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { minLength: 1 }), fc.constantFrom(0, 2), (list, indent) => {
        const elements = split(JSON.stringify(list, null, indent));
        expect(elements?.map((element) => JSON.parse(element))).toEqual(JSON.parse(JSON.stringify(list)));
      }),
    );
  });

  it.each(['{"a":[1,2]}', 'PONG', '', '[', '[{"a":1}', '[{"a":"]}', '[1]]', '[1}'])('leaves %s whole', (text) => {
    expect(split(text)).toBeNull();
  });

  it('steps over brackets and commas inside texts', () => {
    expect(split('[{"a":"],\\"{"},2]')).toEqual(['{"a":"],\\"{"}', '2']);
  });
});
