import { limits } from '../../config/limits.ts';
import type { Unit, UnitStore, View } from '../audit/index.ts';
import { type Check, digest, type Verified } from '../saml/index.ts';
import { type Collection, type Doc, PLATFORM } from '../store/index.ts';
import type { SamlRequest } from './types.ts';

type Said = Pick<Verified, 'attributes' | 'friendlyNames'>;
type Attributes = readonly {
  readonly name: string;
  readonly friendlyName?: string;
  readonly values: readonly string[];
}[];

/** An identity that was accepted and waits for the person's own session to be seen again. */
interface Linking {
  readonly kind: 'link';
  readonly nameId: string;
  readonly nameIdFormat?: string;
  readonly attributes: Attributes;
}

/** What a test sign-in found out. */
interface Tested {
  readonly kind: 'test';
  readonly checks: readonly Check[];
  readonly isAccepted: boolean;
  /** Whom the response names, where its signature was verified. */
  readonly received?: {
    readonly nameId: string;
    readonly nameIdFormat?: string;
    readonly attributes: Attributes;
    /** The account that it stands for, or what would happen. */
    readonly account: string;
    /** Whether the person would get in. */
    readonly isLetIn: boolean;
    /** What the owner should know besides. */
    readonly notes: readonly string[];
  };
}

/**
 * What became of a link or a test, from the callback to the page that the person sees: the callback comes from another
 * site, so that only the page knows who is signed in. The `id` is the digest of the secret in its address.
 */
export interface SamlOutcome extends Doc {
  readonly rootId: string;
  readonly providerId: string;
  /** Who began; nobody else may see or use it. */
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

/** Keeps an outcome and answers the secret that it is found by. */
export function keepOutcome(
  unit: Unit,
  outcome: Pick<SamlOutcome, 'rootId' | 'providerId' | 'accountId' | 'about'>,
): string {
  const secret = unit.random(32).toString('base64url');
  const expires = unit.now() + limits.samlRequestMs;
  unit.insert(samlOutcomes, { ...outcome, id: digest(secret), expires });
  return secret;
}

/** Keeps an accepted response until its person links it, and gives the secret that it is found by. */
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

/** The outcome of a secret, for the account that began; undefined where it is too old or used. */
export async function findOutcome(view: View, secret: string): Promise<SamlOutcome | undefined> {
  const found = await view.get(samlOutcomes, PLATFORM, digest(secret));
  return found && found.expires > view.now() ? found : undefined;
}

export function attributeList({ attributes, friendlyNames }: Said): Attributes {
  return [...attributes].map(([name, values]) => {
    const friendlyName = friendlyNames?.get(name);
    return { name, ...(friendlyName === undefined ? {} : { friendlyName }), values };
  });
}

/** The attributes of a list that was kept. */
export function attributesIn(list: Attributes): Said {
  const named = list.flatMap(({ name, friendlyName }) =>
    friendlyName === undefined ? [] : [[name, friendlyName] as const],
  );
  return {
    attributes: new Map(list.map(({ name, values }) => [name, values])),
    friendlyNames: new Map(named),
  };
}
