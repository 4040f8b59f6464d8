import { SamlError } from '../saml_error.ts';

/** Every check of a response, in order, with its title in the report of a test sign-in. */
const checkTitles = {
  form: 'The form holds one well-formed XML document without anything dangerous',
  response: 'It is a SAML 2.0 response',
  status: 'The identity provider reports success',
  destination: 'The response is addressed to this group',
  issuer: 'The response comes from the identity provider of this group',
  assertion: 'It holds exactly one assertion',
  algorithms: 'The signatures are of the accepted shape and strength',
  encryption: 'Encryption is strong, and a key of this group opens it',
  signature: 'The signature was made with a certificate that is set here',
  version: 'The assertion is of version 2.0',
  assertion_issuer: 'The assertion comes from the identity provider of this group',
  subject: 'It names one person',
  times: 'Its times exist, and begin before they end',
  confirmation: 'It was handed out for this group, for this request, and in time',
  conditions: 'Its conditions hold now',
  audience: 'It is meant for this service',
  age: 'It was issued just now',
  session: 'The person has signed in, and the session still lasts',
  attributes: 'Its attributes can be read',
  library: 'It passes the second examination, by the SAML library',
  request: 'It answers an open request of this browser',
  replay: 'The assertion has not been used before',
} as const;

export type CheckName = keyof typeof checkTitles;

/** One check of a response, for the report of a test sign-in. */
export interface Check {
  readonly name: CheckName;
  readonly title: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** The reason for a failure: what was found, and what the owner can do. */
  readonly problem?: { readonly code: SamlError['code']; readonly found: string; readonly remedy: string };
}

/** Runs checks one by one. */
export interface Examiner {
  /** Returns the result of a check that all later ones need. */
  must<T>(name: CheckName, work: () => T | Promise<T>): Promise<T>;
  /** Returns the result of a check, or undefined when it failed but later checks are still useful. */
  may<T>(name: CheckName, work: () => T | Promise<T>): Promise<T | undefined>;
  /** Continues only if nothing has failed. */
  all(): void;
}

/** Throws the first failure. */
export const strict: Examiner = {
  must: async (_name, work) => work(),
  may: async (_name, work) => work(),
  all: () => undefined,
};

export type Outcomes = ReadonlyMap<CheckName, Pick<Check, 'outcome' | 'problem'>>;

/** Records passed and failed checks; throws `Ended` when no further check is possible. */
export class Noting implements Examiner {
  readonly #outcomes: Map<CheckName, Pick<Check, 'outcome' | 'problem'>>;

  /** Continues after the records of another examiner. */
  constructor(outcomes: Outcomes = new Map()) {
    this.#outcomes = new Map(outcomes);
  }

  get outcomes(): Outcomes {
    return this.#outcomes;
  }

  async must<T>(name: CheckName, work: () => T | Promise<T>): Promise<T> {
    try {
      const result = await work();
      this.#outcomes.set(name, { outcome: 'passed' });
      return result;
    } catch (error) {
      if (!(error instanceof SamlError)) throw error;
      const { code, message, remedy } = error;
      this.#outcomes.set(name, { outcome: 'failed', problem: { code, found: message, remedy } });
      throw new Ended();
    }
  }

  async may<T>(name: CheckName, work: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await this.must(name, work);
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
      return undefined;
    }
  }

  all(): void {
    if ([...this.#outcomes.values()].some(({ outcome }) => outcome === 'failed')) throw new Ended();
  }

  /** Every check in order; those not reached are `skipped`. */
  checks(): Check[] {
    return names.map((name) => ({
      name,
      title: checkTitles[name],
      ...(this.#outcomes.get(name) ?? { outcome: 'skipped' as const }),
    }));
  }
}

/** No further check is possible. */
export class Ended extends Error {}

const names = Object.keys(checkTitles) as CheckName[];
