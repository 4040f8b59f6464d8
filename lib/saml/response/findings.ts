import { type SamlCode, SamlError } from '../saml_error.ts';
import { Ended, Noting, type Outcomes, strict } from './checks.ts';
import { contentsOf, proofOf, type Received, type Response, type Verified, verifiedIn } from './examine.ts';

/** A response to examine. */
export interface Task {
  readonly response: Response;
  readonly samlKey: Uint8Array;
  readonly now: number;
  /** Whether every check is of interest, or the first fault ends the examination. */
  readonly isReport: boolean;
}

/** What an examination has found: plain data, which one thread can hand over to another. */
export interface Findings {
  /** Present when every check passed. */
  readonly verified?: Verified;
  /** Of a report: present when the person and the attributes could be read. */
  readonly received?: Received;
  /** Of a report: how each check ended. */
  readonly outcomes?: Outcomes;
  /** Otherwise: the fault that ended the examination. */
  readonly fault?: { readonly code: SamlCode; readonly message: string };
}

/** Examines a response: form, envelope, encryption, signature, assertion. */
export function findingsOf(task: Task): Promise<Findings> {
  return task.isReport ? reported(task) : verified(task);
}

async function verified({ response, samlKey, now }: Task): Promise<Findings> {
  try {
    const proof = await proofOf({ samlKey: Buffer.from(samlKey), now }, response, strict);
    return { verified: await verifiedIn(proof, await contentsOf(proof, strict), strict) };
  } catch (error) {
    if (!(error instanceof SamlError)) throw error;
    return { fault: { code: error.code, message: error.message } };
  }
}

async function reported({ response, samlKey, now }: Task): Promise<Findings> {
  const noting = new Noting();
  const known: { received?: Received } = {};
  try {
    const proof = await proofOf({ samlKey: Buffer.from(samlKey), now }, response, noting);
    const contents = await contentsOf(proof, noting);
    const { subject, attributes } = contents;
    if (subject && attributes) known.received = { ...subject, ...attributes };
    const all = await verifiedIn(proof, contents, noting);
    return { ...known, verified: all, outcomes: noting.outcomes };
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
    return { ...known, outcomes: noting.outcomes };
  }
}
