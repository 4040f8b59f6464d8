import { endsSoon } from '../ends_soon.ts';
import type { Check } from '../types.ts';

/** No SAML certificate or key ends soon without a successor. */
export const certificates: Check = {
  name: 'certificates',
  find: ({ data, now }) =>
    endsSoon(data, now, {
      isMeant: ({ kind }) => kind !== 'credential',
      none: 'No certificate and no key of SAML ends soon.',
      remedy: 'See rollcall endings list, and add or rotate it with the owner.',
    }),
};
