import type { Verified } from '../saml/index.ts';

export type Named = Pick<Verified, 'attributes' | 'friendlyNames'>;

/**
 * The names that identity providers use for the attributes that Rollcall reads. If several are present, the first name
 * in the list wins. The names have the form that `folded` returns, so `emailaddress` also matches
 * `…/claims/emailaddress`, `Email Address` and `email_address`.
 */
export const attributeNames = {
  email: [
    ...['email', 'emailaddress', 'mail', 'user.email', 'useremail', 'primaryemail'],
    ...['urn:oid:0.9.2342.19200300.100.1.3', 'urn:oid:1.2.840.113549.1.9.1'],
    ...['urn:mace:dir:attribute-def:mail', 'urn:mace:dir:attribute-def:email'],
  ],
  displayName: [
    ...['displayname', 'user.displayname', 'urn:oid:2.16.840.1.113730.3.1.241'],
    ...['urn:mace:dir:attribute-def:displayname', 'fullname'],
    ...['cn', 'commonname', 'urn:oid:2.5.4.3', 'urn:mace:dir:attribute-def:cn'],
  ],
  givenName: [
    ...['givenname', 'firstname', 'user.firstname', 'user.givenname', 'urn:oid:2.5.4.42'],
    'urn:mace:dir:attribute-def:givenname',
  ],
  familyName: [
    ...['surname', 'sn', 'lastname', 'familyname', 'user.lastname', 'user.surname', 'urn:oid:2.5.4.4'],
    'urn:mace:dir:attribute-def:sn',
  ],
  /** Last, because Microsoft Entra ID sends the user principal name as `…/claims/name`. */
  name: ['name', 'user.name'],
} as const;

/** The values of the attributes with these names, in the order of the names. A Name wins over a FriendlyName. */
export function valuesNamed(asserted: Named, names: readonly string[]): string[] {
  const byName = valuesBy(asserted, names, (name) => name);
  const byFriendlyName = valuesBy(asserted, names, (name) => asserted.friendlyNames?.get(name));
  return [...byName, ...byFriendlyName];
}

/**
 * The values of the attribute that a setting names: by exact Name, or else by folded name. A URI matches only itself,
 * and not another URI with the same last part.
 */
export function valuesOfSetting(asserted: Named, setting: string): readonly string[] {
  const exact = asserted.attributes.get(setting);
  if (exact || /^(?:urn|https?):/i.test(setting)) return exact ?? [];
  return valuesNamed(asserted, [folded(setting)]);
}

function valuesBy(
  { attributes }: Named,
  names: readonly string[],
  nameOf: (name: string) => string | undefined,
): string[] {
  const known = [...attributes].map(([name, values]) => ({ name: folded(nameOf(name) ?? ''), values }));
  return names
    .filter((wanted) => wanted !== '')
    .flatMap((wanted) => known.filter(({ name }) => name === wanted).flatMap(({ values }) => values))
    .map((value) => value.trim())
    .filter((value) => value !== '');
}

/** Ignores letter case, spaces, hyphens and underscores; uses the last part of a claim URI. A URN stays as it is. */
function folded(text: string): string {
  const name = text.trim().toLowerCase();
  if (name.startsWith('urn:')) return name;
  const short = /^https?:/.test(name) ? (name.split(/[/#]/).at(-1) ?? '') : name;
  return short.replace(/[\s_-]/g, '');
}
