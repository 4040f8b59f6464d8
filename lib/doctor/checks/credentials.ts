import { endsSoon } from '../ends_soon.ts';
import type { Check } from '../types.ts';

/** No credential of an integration ends soon without a successor. */
export const credentials: Check = {
  name: 'credentials',
  find: ({ data, now }) =>
    endsSoon(data, now, {
      isMeant: ({ kind }) => kind === 'credential',
      none: 'No credential of an integration ends soon.',
      remedy: 'See rollcall endings list, and rotate it with the owner.',
    }),
};
