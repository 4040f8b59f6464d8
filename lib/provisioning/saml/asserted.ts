import { limits } from '../../../config/limits.ts';
import { emailKey } from '../../accounts/email.ts';
import type { Verified } from '../../sso/accept.ts';

/** What an assertion says about the person. */
export interface Asserted {
  readonly nameId: string;
  readonly name: string;
  /** As written, and its key. */
  readonly email?: { readonly text: string; readonly key: string };
}

const emailNames = ['email', 'mail', 'emailaddress', 'urn:oid:0.9.2342.19200300.100.1.3'];
const displayNames = ['displayname', 'urn:oid:2.16.840.1.113730.3.1.241', 'cn', 'urn:oid:2.5.4.3'];
const givenNames = ['givenname', 'firstname', 'first_name', 'urn:oid:2.5.4.42'];
const surnames = ['surname', 'sn', 'lastname', 'last_name', 'urn:oid:2.5.4.4'];

/** The e-mail is the NameID where that has the shape of an address, else the first address of the usual attributes. */
export function assertedBy({ nameId, attributes }: Pick<Verified, 'nameId' | 'attributes'>): Asserted {
  const addresses = [nameId, ...valuesOf(attributes, emailNames)];
  const email = addresses.find((text) => emailKey(text) !== undefined)?.trim();
  const key = email === undefined ? undefined : emailKey(email);
  const [given] = valuesOf(attributes, givenNames);
  const [surname] = valuesOf(attributes, surnames);
  const both = [given, surname].filter((part) => part !== undefined).join(' ');
  const [shown = both] = valuesOf(attributes, displayNames);
  return {
    nameId,
    name: (shown || email || nameId).slice(0, limits.nameChars),
    ...(email === undefined || key === undefined ? {} : { email: { text: email, key } }),
  };
}

/** The values of attributes by their usual names: whole, or the last part of a URI, in any letter case. */
function valuesOf(attributes: Verified['attributes'], names: readonly string[]): string[] {
  const wanted = new Set(names);
  const fitting = [...attributes].filter(([name]) => {
    const folded = name.trim().toLowerCase();
    return wanted.has(folded) || (folded.startsWith('http') && wanted.has(folded.split('/').at(-1) ?? ''));
  });
  return fitting.flatMap(([, values]) => values.map((value) => value.trim()).filter((value) => value !== ''));
}
