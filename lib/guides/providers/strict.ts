import type { Guide } from '../types.ts';
import { generic } from './generic.ts';

export const strict: Guide = {
  ...generic,
  provider: 'strict',
  name: 'Other, strict',
  scim: {
    ...generic.scim,
    about:
      'A SCIM client that follows the SCIM interoperability profile can push people and groups here. Rollcall then refuses every request that the profile does not allow.',
    failures: [
      {
        shown: '400 `invalidSyntax`: This integration is strict',
        means:
          'The client sent something that no schema here has, or a PATCH without a path. Correct its mapping, or choose **Other** as the identity provider of the integration.',
      },
      ...generic.scim.failures,
    ],
  },
};
