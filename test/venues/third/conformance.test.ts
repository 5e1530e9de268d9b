/** The made-up third venue keeps the promises of venue.ts like those of the registry, but for what it says that it does not have. */
import { describe } from 'vitest';
import { testVenue } from '../conformance.ts';
import { testDecoder } from '../decoder-conformance.ts';
import { third } from './venue.ts';

describe('the made-up third venue', () => {
  testVenue(third, ['closed', 'open', 'resolved']);
  testDecoder(third, false);
});
