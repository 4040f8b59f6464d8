import { SamlError } from '../saml_error.ts';

/** Every check of a response, in order, with its title in the report of a test sign-in. */
const checkTitles = {
  form: 'The form contains one well-formed XML document, with nothing dangerous in it',
  response: 'It is a SAML 2.0 response',
  status: 'The identity provider reports success',
  destination: 'The response is addressed to this group',
  issuer: 'The response comes from the identity provider of this group',
  assertion: 'The response has exactly one assertion',
  algorithms: 'The signatures have the accepted shape and strength',
  encryption: 'The encryption is strong, and a key of this group decrypts it',
  signature: 'A configured certificate verifies the signature',
  version: 'The assertion is of version 2.0',
  assertion_issuer: 'The assertion comes from the identity provider of this group',
  subject: 'The assertion names one person',
  times: 'All times are valid, and every range begins before it ends',
  confirmation: 'The assertion is for this group and this request, and arrived in time',
  conditions: 'The conditions of the assertion are met',
  audience: 'The assertion is for this service',
  age: 'The assertion was issued recently',
  session: 'The person signed in, and the session has not ended',
  attributes: 'The attributes are readable',
  library: 'The SAML library accepts the response too',
  request: 'The response answers an open request of this browser',
  replay: 'The assertion has not been used before',
} as const;

type CheckName = keyof typeof checkTitles;

/** One check of a response, for the report of a test sign-in. */
export interface Check {
  readonly name: CheckName;
  readonly title: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** The reason for a failure: what was found, and what the owner can do. */
  readonly problem?: { readonly code: SamlError['code']; readonly found: string; readonly remedy: string };
}

/** Runs checks one by one. */
export interface Checker {
  /** Returns the result of a check that all later checks need. */
  must<T>(name: CheckName, work: () => T | Promise<T>): Promise<T>;
  /** Returns the result of a check, or undefined when it failed but later checks are still useful. */
  may<T>(name: CheckName, work: () => T | Promise<T>): Promise<T | undefined>;
  /** Stops if a check has failed. */
  mustAll(): void;
}

/** Throws the first failure. */
export const stopAtFirst: Checker = {
  must: async (_name, work) => work(),
  may: async (_name, work) => work(),
  mustAll: () => undefined,
};

export type Outcomes = ReadonlyMap<CheckName, Pick<Check, 'outcome' | 'problem'>>;

/** Records passed and failed checks; throws `NoMoreChecks` when no further check is possible. */
export class Reporter implements Checker {
  readonly #outcomes: Map<CheckName, Pick<Check, 'outcome' | 'problem'>>;

  /** Starts with the outcomes of another reporter. */
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
      throw new NoMoreChecks();
    }
  }

  async may<T>(name: CheckName, work: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await this.must(name, work);
    } catch (error) {
      if (!(error instanceof NoMoreChecks)) throw error;
      return undefined;
    }
  }

  mustAll(): void {
    if ([...this.#outcomes.values()].some(({ outcome }) => outcome === 'failed')) throw new NoMoreChecks();
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
export class NoMoreChecks extends Error {}

const names = Object.keys(checkTitles) as CheckName[];
