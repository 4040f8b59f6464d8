import { notRun, type Outside } from '../outside.ts';

import type { Product } from './idp.ts';
import { keycloak } from './keycloak.ts';
import { pysaml2 } from './pysaml2.ts';
import { samlidp } from './samlidp.ts';
import { samlify } from './samlify.ts';
import { samlp } from './samlp.ts';
import { simplesamlphp } from './simplesamlphp.ts';

interface Installed extends Outside {
  readonly product: (path: string) => Product;
}

/** Those that are no npm packages; npm run test:idps asks for them. */
export const installed: readonly Installed[] = [
  { name: 'SimpleSAMLphp', variable: 'SIMPLESAMLPHP_HOME', product: simplesamlphp },
  { name: 'Keycloak', variable: 'KEYCLOAK_HOME', product: keycloak },
  { name: 'samlidp', variable: 'SAMLIDP_PROGRAM', product: samlidp },
  { name: 'pysaml2', variable: 'PYSAML2_PYTHON', product: pysaml2 },
];

export const products: readonly Product[] = [
  samlp,
  samlify,
  ...installed.flatMap(({ variable, product }) => {
    const path = process.env[variable];
    return path ? [product(path)] : [];
  }),
];

/** For the closing lines of a run that left an identity provider out. */
export const idpsNotRun: readonly string[] = notRun(
  installed,
  (name) => `The sign-ins at ${name}`,
  'npm run test:idps',
);
