import type { Product } from './idp.ts';
import { keycloak } from './keycloak.ts';
import { samlp } from './samlp.ts';
import { simplesamlphp } from './simplesamlphp.ts';

interface Installed {
  readonly name: string;
  /** Says where it is installed. */
  readonly variable: string;
  readonly product: (home: string) => Product;
}

/** Those that are no npm packages; npm run test:idps asks for them. */
const installed: readonly Installed[] = [
  { name: 'SimpleSAMLphp', variable: 'SIMPLESAMLPHP_HOME', product: simplesamlphp },
  { name: 'Keycloak', variable: 'KEYCLOAK_HOME', product: keycloak },
];

export const products: readonly Product[] = [
  samlp,
  ...installed.flatMap(({ variable, product }) => {
    const home = process.env[variable];
    return home ? [product(home)] : [];
  }),
];

/** For the closing lines of a run that left an identity provider out. */
export const idpsNotRun: readonly string[] = installed
  .filter(({ variable }) => !process.env[variable])
  .map(
    ({ name, variable }) =>
      `The sign-ins at ${name} were not run: ${variable} is not set (npm run test:idps installs it).`,
  );
