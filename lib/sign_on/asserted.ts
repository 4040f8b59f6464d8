import { limits } from '../../config/limits.ts';
import { emailKey } from '../accounts/index.ts';
import type { Verified } from '../saml/index.ts';
import { attributeNames, type Named, valuesNamed } from './attribute_names.ts';

/** The part of an assertion that names the person. */
export type Saying = Pick<Verified, 'nameId' | 'attributes' | 'friendlyNames'>;

/** What an assertion says about the person. */
export interface Asserted {
  readonly nameId: string;
  readonly name: string;
  readonly email?: Address;
  /** The NameID, if it is an address other than the e-mail. */
  readonly otherAddress?: Address;
}

/** An address as written, and its key. */
export interface Address {
  readonly text: string;
  readonly key: string;
}

/** The e-mail is the first address in the e-mail attributes, else the NameID if that is an address. */
export function assertedBy({ nameId, ...said }: Saying): Asserted {
  const [asAttribute] = valuesNamed(said, attributeNames.email).flatMap((text) => addressOf(text) ?? []);
  const asNameId = addressOf(nameId);
  const email = asAttribute ?? asNameId;
  const isOther = asNameId !== undefined && asNameId.key !== email?.key;
  return {
    nameId,
    name: (nameIn(said) ?? email?.text ?? nameId).slice(0, limits.nameChars),
    ...(email ? { email } : {}),
    ...(isOther ? { otherAddress: asNameId } : {}),
  };
}

function nameIn(said: Named): string | undefined {
  const [shown] = valuesNamed(said, attributeNames.displayName);
  const [given] = valuesNamed(said, attributeNames.givenName);
  const [family] = valuesNamed(said, attributeNames.familyName);
  const both = [given, family].filter((part) => part !== undefined).join(' ');
  const other = valuesNamed(said, attributeNames.name).find((text) => emailKey(text) === undefined);
  return shown ?? (both || other);
}

function addressOf(text: string): Address | undefined {
  const key = emailKey(text);
  return key === undefined ? undefined : { text: text.trim(), key };
}
