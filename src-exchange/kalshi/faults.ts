/** Decides what faults of Kalshi look like (error codes of AsyncAPI 2.0.0, 2026). */
import type { FaultForms } from '../wire/fault-forms.ts';

const ERROR_CODE_MAX = 28;

export const FAULTS: FaultForms = {
  kinds: ['lost-seq', 'seq-restart', 'error-code', 'subscription-refused', 'key-revoked', 'rest-stale-book'],
  errorCodes: Array.from({ length: ERROR_CODE_MAX }, (_, index) => index + 1),
  refusalCodes: [1, 8, 11, 16, 18, 26, 27],
  isNumbered: true,
  cursor: { asked: 'cursor', given: 'cursor' },
  withWrongTypes: (text) => {
    const numbers = text.replace(/"(price_dollars|delta_fp)":"([0-9.-]+)"/g, '"$1":$2');
    if (numbers !== text) return numbers;
    const sides = text.replace(/"(yes_dollars_fp|no_dollars_fp)":\[/, '"$1":{},"was_$1":[');
    // An empty snapshot names no side: a side of another type is as wrong.
    return sides !== text ? sides : text.replace(/("msg":\{)/, '$1"yes_dollars_fp":7,');
  },
};
