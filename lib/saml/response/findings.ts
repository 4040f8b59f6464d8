import { type Secret, secretOf } from '../../kernel/index.ts';
import { type SamlCode, SamlError } from '../saml_error.ts';
import { NoMoreChecks, type Outcomes, Reporter, stopAtFirst } from './checks.ts';
import { contentsOf, proofOf, type Received, type Response, type Verified, verifiedIn } from './stages.ts';

/** A response to validate. */
export interface Task {
  readonly response: Response;
  readonly samlKey: Uint8Array;
  /** Its other value, while it is replaced. */
  readonly previousSamlKey: Uint8Array | undefined;
  readonly now: number;
  /** Whether to run every check, or to stop at the first fault. */
  readonly isReport: boolean;
}

/** The result of a validation: plain data, because it passes between threads. */
export interface Findings {
  /** Present when every check passed. */
  readonly verified?: Verified;
  /** For a report: present when the NameID and the attributes were readable. */
  readonly received?: Received;
  /** For a report: the outcome of each check. */
  readonly outcomes?: Outcomes;
  /** Without a report: the fault that ended the validation. */
  readonly fault?: { readonly code: SamlCode; readonly message: string };
}

/** Validates a response: form, envelope, encryption, signature, assertion. */
export function findingsOf(task: Task): Promise<Findings> {
  return task.isReport ? reported(task) : verified(task);
}

async function verified({ response, now, ...keys }: Task): Promise<Findings> {
  try {
    const proof = await proofOf({ samlKey: samlKeyOf(keys), now }, response, stopAtFirst);
    return { verified: await verifiedIn(proof, await contentsOf(proof, stopAtFirst), stopAtFirst) };
  } catch (error) {
    if (!(error instanceof SamlError)) throw error;
    return { fault: { code: error.code, message: error.message } };
  }
}

async function reported({ response, now, ...keys }: Task): Promise<Findings> {
  const reporter = new Reporter();
  const known: { received?: Received } = {};
  try {
    const proof = await proofOf({ samlKey: samlKeyOf(keys), now }, response, reporter);
    const contents = await contentsOf(proof, reporter);
    const { subject, attributes } = contents;
    if (subject && attributes) known.received = { ...subject, ...attributes };
    const all = await verifiedIn(proof, contents, reporter);
    return { ...known, verified: all, outcomes: reporter.outcomes };
  } catch (error) {
    if (!(error instanceof NoMoreChecks)) throw error;
    return { ...known, outcomes: reporter.outcomes };
  }
}

function samlKeyOf({ samlKey, previousSamlKey }: Pick<Task, 'samlKey' | 'previousSamlKey'>): Secret {
  return secretOf(samlKey, previousSamlKey);
}
