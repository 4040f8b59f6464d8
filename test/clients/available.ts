import { notRun, type Outside } from '../outside.ts';

/** The value of each variable is a Python program, or a directory of Java classes and archives. */
export const python: Outside = {
  name: 'scim2-tester, scim-sanity and scim2-client',
  variable: 'SCIM_PYTHON',
};
export const canaille: Outside = { name: 'Canaille', variable: 'CANAILLE_PYTHON' };
export const schemathesis: Outside = { name: 'Schemathesis', variable: 'SCHEMATHESIS_PYTHON' };
export const authlib: Outside = { name: 'Authlib', variable: 'AUTHLIB_PYTHON' };
export const unboundId: Outside = { name: 'the UnboundID SCIM 2 SDK', variable: 'UNBOUNDID_JAVA' };
export const captainGoldfish: Outside = {
  name: 'the SCIM SDK of Captain-P-Goldfish',
  variable: 'CAPTAIN_GOLDFISH_JAVA',
};
export const connId: Outside = { name: 'ConnId', variable: 'CONNID_JAVA' };

export const installed: readonly Outside[] = [
  python,
  canaille,
  schemathesis,
  authlib,
  unboundId,
  captainGoldfish,
  connId,
];

const asked = installed.some(({ variable }) => process.env[variable] ?? process.env[`${variable}_MISSING`]);

/** For the closing lines of a run that left a client out. */
export const clientsNotRun: readonly string[] = asked
  ? notRun(installed, (name) => `The checks with ${name}`, 'npm run test:clients')
  : ['The checks with foreign SCIM clients were not run: npm run test:clients installs and runs them.'];
