import { limits } from '../../config/limits.ts';
import { emailKey } from '../accounts/index.ts';
import type { Verified } from '../saml/index.ts';
import { attributeNames, type Named, valuesNamed } from './attribute_names.ts';

/** The part of an assertion that describes the person. */
export type AssertedValues = Pick<Verified, 'nameId' | 'attributes' | 'friendlyNames'>;

/** The person as an assertion describes them. */
interface Asserted {
  readonly nameId: string;
  readonly name: string;
  readonly email?: Address;
  /** The NameID, if it is an address other than the e-mail. */
  readonly otherAddress?: Address;
}

/** An address as written, and its key. */
interface Address {
  readonly text: string;
  readonly key: string;
}

/** The e-mail is the first address in the e-mail attributes, or else the NameID if that is an address. */
export function assertedBy({ nameId, ...values }: AssertedValues): Asserted {
  const [asAttribute] = valuesNamed(values, attributeNames.email).flatMap((text) => addressOf(text) ?? []);
  const asNameId = addressOf(nameId);
  const email = asAttribute ?? asNameId;
  const isOther = asNameId !== undefined && asNameId.key !== email?.key;
  return {
    nameId,
    name: (nameIn(values) ?? email?.text ?? nameId).slice(0, limits.nameChars),
    ...(email ? { email } : {}),
    ...(isOther ? { otherAddress: asNameId } : {}),
  };
}

function nameIn(values: Named): string | undefined {
  const [shown] = valuesNamed(values, attributeNames.displayName);
  const [given] = valuesNamed(values, attributeNames.givenName);
  const [family] = valuesNamed(values, attributeNames.familyName);
  const both = [given, family].filter((part) => part !== undefined).join(' ');
  const other = valuesNamed(values, attributeNames.name).find((text) => emailKey(text) === undefined);
  return shown ?? (both || other);
}

function addressOf(text: string): Address | undefined {
  const key = emailKey(text);
  return key === undefined ? undefined : { text: text.trim(), key };
}
