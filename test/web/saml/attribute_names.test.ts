import { expect } from 'chai';
import { assertedBy } from '../../../lib/sign_on/asserted.ts';
import { valuesOfSetting } from '../../../lib/sign_on/attribute_names.ts';

const CLAIMS = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';

/** What identity providers call e-mail, given name and family name when they are set up by their own guides. */
const providers: readonly (readonly [name: string, email: string, given: string, family: string])[] = [
  ['Okta', 'email', 'firstName', 'lastName'],
  ['Microsoft Entra ID, AD FS', `${CLAIMS}/emailaddress`, `${CLAIMS}/givenname`, `${CLAIMS}/surname`],
  ['AD FS 1', 'http://schemas.xmlsoap.org/claims/EmailAddress', 'givenName', 'sn'],
  ['OneLogin', 'User.email', 'User.FirstName', 'User.LastName'],
  ['Google Workspace', 'email', 'first_name', 'last_name'],
  ['Google Workspace, spaced', 'Primary email', 'First name', 'Last name'],
  ['JumpCloud', 'email', 'firstname', 'lastname'],
  ['Keycloak, X500', 'urn:oid:1.2.840.113549.1.9.1', 'urn:oid:2.5.4.42', 'urn:oid:2.5.4.4'],
  ['Shibboleth, SimpleSAMLphp', 'urn:oid:0.9.2342.19200300.100.1.3', 'urn:oid:2.5.4.42', 'urn:oid:2.5.4.4'],
  [
    'Shibboleth, MACE',
    'urn:mace:dir:attribute-def:mail',
    'urn:mace:dir:attribute-def:givenName',
    'urn:mace:dir:attribute-def:sn',
  ],
  ['SimpleSAMLphp, LDAP', 'mail', 'givenName', 'sn'],
  ['PingOne', 'email', 'given_name', 'family_name'],
  ['Ping', 'E-Mail', 'First-Name', 'Family Name'],
  ['capital letters', 'EMAIL', 'GIVENNAME', 'SURNAME'],
];

describe('reading the attributes of an assertion', () => {
  const said = (nameId: string, attributes: Readonly<Record<string, string | string[]>>) =>
    assertedBy({
      nameId,
      attributes: new Map(Object.entries(attributes).map(([name, value]) => [name, [value].flat()])),
    });

  for (const [name, email, given, family] of providers)
    it(`understands the names of ${name}`, () => {
      const asserted = said('upn@acme.test', { [family]: 'Ames', [given]: 'Ann', [email]: 'ann@acme.test' });
      expect([asserted.email?.key, asserted.otherAddress?.key, asserted.name]).to.deep.equal([
        'ann@acme.test',
        'upn@acme.test',
        'Ann Ames',
      ]);
    });

  const names: readonly (readonly [title: string, attributes: Record<string, string>, name: string])[] = [
    ['displayName before the parts', { givenName: 'Ann', sn: 'Ames', displayName: 'Ann A.' }, 'Ann A.'],
    ['displayName before cn', { cn: 'ames', displayName: 'Ann A.' }, 'Ann A.'],
    ['a claim URI', { 'http://schemas.microsoft.com/identity/claims/displayname': 'Ann A.' }, 'Ann A.'],
    ['an OID', { 'urn:oid:2.16.840.1.113730.3.1.241': 'Ann A.' }, 'Ann A.'],
    ['the parts before name', { [`${CLAIMS}/name`]: 'AA', givenName: 'Ann', sn: 'Ames' }, 'Ann Ames'],
    ['name alone, as authentik sends it', { [`${CLAIMS}/name`]: 'Ann Ames' }, 'Ann Ames'],
    ['no name that is an address, as Entra sends it', { [`${CLAIMS}/name`]: 'a@b.test' }, 'ann@acme.test'],
    ['an empty displayName as none', { displayName: ' ', givenName: 'Ann' }, 'Ann'],
  ];
  for (const [title, attributes, name] of names)
    it(`finds the name: ${title}`, () => expect(said('ann@acme.test', attributes).name).to.equal(name));

  const emails: readonly (readonly [
    title: string,
    attributes: Record<string, string | string[]>,
    key: string,
  ])[] = [
    ['the NameID without an attribute', {}, 'upn@acme.test'],
    ['the NameID where the attribute is not an address', { email: 'none' }, 'upn@acme.test'],
    ['the first address of several values', { mail: ['x', 'b@acme.test', 'a@acme.test'] }, 'b@acme.test'],
    [
      'email before mail, whichever comes first',
      { mail: 'b@acme.test', email: 'a@acme.test' },
      'a@acme.test',
    ],
    ['mail where email is not an address', { email: 'none', mail: 'b@acme.test' }, 'b@acme.test'],
    [
      'no attribute that only ends so',
      { notemail: 'b@acme.test', 'urn:x:mail': 'c@acme.test' },
      'upn@acme.test',
    ],
  ];
  for (const [title, attributes, key] of emails)
    it(`finds the e-mail: ${title}`, () =>
      expect(said('upn@acme.test', attributes).email?.key).to.equal(key));

  it('prefers a Name over the FriendlyName of another attribute', () => {
    const both = {
      nameId: 'n-1',
      attributes: new Map([
        ['urn:x:1', ['friendly@acme.test']],
        ['mail', ['real@acme.test']],
      ]),
    };
    const friendlyNames = new Map([['urn:x:1', 'email']]);
    expect(assertedBy({ ...both, friendlyNames }).email?.key).to.equal('real@acme.test');
  });

  for (const setting of ['https://x.test/groups', 'https://x.test/', 'urn:x:groups', '-', 'other'])
    it(`matches no other attribute to the setting ${setting}`, () => {
      const attributes = new Map([
        ['https://y.test/groups', ['a']],
        ['groups', ['b']],
      ]);
      expect(valuesOfSetting({ attributes }, setting)).to.deep.equal([]);
    });
});
