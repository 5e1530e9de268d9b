/** Decides what faults of Polymarket look like. */
import type { FaultForms } from '../wire/fault-forms.ts';

export const FAULTS: FaultForms = {
  kinds: [],
  errorCodes: [],
  refusalCodes: [],
  isNumbered: false,
  cursor: { asked: 'after_cursor', given: 'next_cursor' },
  withWrongTypes: (text) => {
    const numbers = text.replace(/"(price|size)":"([0-9.-]+)"/g, '"$1":$2');
    return numbers !== text ? numbers : text.replace(/"(bids|asks)":\[/, '"$1":{},"was_$1":[');
  },
};
