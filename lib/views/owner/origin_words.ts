const origins: Readonly<Record<string, string>> = {
  manual: 'added by hand',
  invite: 'invited',
  scim: 'provisioned',
  directory_group: 'directory group',
  saml: 'single sign-on',
};

/** What gives a membership, in words. */
export function originText(kind: string): string {
  return origins[kind] ?? kind;
}

/** The kinds of origins, for a list to choose from. */
export const originOptions = Object.entries(origins).map(([value, text]) => ({ value, text }));
