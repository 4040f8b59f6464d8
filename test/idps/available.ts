import type { Product } from './idp.ts';
import { keycloak } from './keycloak.ts';
import { pysaml2 } from './pysaml2.ts';
import { samlidp } from './samlidp.ts';
import { samlify } from './samlify.ts';
import { samlp } from './samlp.ts';
import { simplesamlphp } from './simplesamlphp.ts';

interface Installed {
  readonly name: string;
  /** Says where it is installed. */
  readonly variable: string;
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
export const idpsNotRun: readonly string[] = installed
  .filter(({ variable }) => !process.env[variable])
  .map(
    ({ name, variable }) =>
      `The sign-ins at ${name} were not run: ${
        process.env[`${variable}_MISSING`] ?? `${variable} is not set (npm run test:idps installs it)`
      }.`,
  );
