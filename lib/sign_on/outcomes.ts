import { limits } from '../../config/limits.ts';
import type { Unit, UnitStore, View } from '../audit/index.ts';
import { type Check, digest, type Verified } from '../saml/index.ts';
import { type Collection, type Doc, PLATFORM } from '../store/index.ts';
import type { SamlRequest } from './types.ts';

type Asserted = Pick<Verified, 'attributes' | 'friendlyNames'>;
type Attributes = readonly {
  readonly name: string;
  readonly friendlyName?: string;
  readonly values: readonly string[];
}[];

/** An accepted SAML identity that waits for a request with the session of the person. */
interface Linking {
  readonly kind: 'link';
  readonly nameId: string;
  readonly nameIdFormat?: string;
  readonly attributes: Attributes;
}

/** The result of a test sign-in. */
interface Tested {
  readonly kind: 'test';
  readonly checks: readonly Check[];
  readonly isAccepted: boolean;
  /** The person whom the response names, if its signature was verified. */
  readonly received?: {
    readonly nameId: string;
    readonly nameIdFormat?: string;
    readonly attributes: Attributes;
    /** The effect of this sign-in, in a sentence. */
    readonly account: string;
    readonly maySignIn: boolean;
    /** Further facts for the owner, in sentences. */
    readonly notes: readonly string[];
  };
}

/**
 * The result of a link or a test, which the callback stores for the page after it. The callback is a cross-site request
 * without the session cookie; the page has the cookie. The `id` is the digest of the secret in the URL of the page.
 */
interface SamlOutcome extends Doc {
  readonly rootId: string;
  readonly providerId: string;
  /** The account that started. Only this account may see or use the outcome. */
  readonly accountId: string;
  readonly about: Linking | Tested;
  readonly expires: number;
}

export const samlOutcomes: Collection<SamlOutcome> = {
  name: 'saml_outcomes',
  scope: 'platform',
  unique: {},
  indexes: {},
  expires: 'expires',
};

/** Stores a result and returns the secret that finds it. */
export function keepOutcome(
  unit: Unit,
  outcome: Pick<SamlOutcome, 'rootId' | 'providerId' | 'accountId' | 'about'>,
): string {
  const secret = unit.random(32).toString('base64url');
  const expires = unit.now() + limits.samlRequestMs;
  unit.insert(samlOutcomes, { ...outcome, id: digest(secret), expires });
  return secret;
}

/** Stores an accepted response until its person links it, and returns the secret that finds it. */
export function keepAccepted(
  { store }: { readonly store: UnitStore },
  { rootId, providerId, accountId = '' }: SamlRequest,
  verified: Verified,
): Promise<string> {
  const { nameId, nameIdFormat } = verified;
  const format = nameIdFormat === undefined ? {} : { nameIdFormat };
  const about = { kind: 'link', nameId, ...format, attributes: attributeList(verified) } as const;
  return store.transaction(async (unit) => keepOutcome(unit, { rootId, providerId, accountId, about }));
}

/** The result of a secret, for the account that started; undefined when it is too old or used. */
export async function findOutcome(view: View, secret: string): Promise<SamlOutcome | undefined> {
  const found = await view.get(samlOutcomes, PLATFORM, digest(secret));
  return found && found.expires > view.now() ? found : undefined;
}

export function attributeList({ attributes, friendlyNames }: Asserted): Attributes {
  return [...attributes].map(([name, values]) => {
    const friendlyName = friendlyNames?.get(name);
    return { name, ...(friendlyName === undefined ? {} : { friendlyName }), values };
  });
}

/** The attributes of a stored list. */
export function attributesIn(list: Attributes): Asserted {
  const named = list.flatMap(({ name, friendlyName }) =>
    friendlyName === undefined ? [] : [[name, friendlyName] as const],
  );
  return {
    attributes: new Map(list.map(({ name, values }) => [name, values])),
    friendlyNames: new Map(named),
  };
}
