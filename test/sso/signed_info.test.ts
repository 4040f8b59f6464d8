import { expect } from 'chai';
import { signaturesOf } from '../../lib/saml/response/signatures.ts';
import { isInfoSigned } from '../../lib/saml/response/signed_info.ts';
import { parseStrict } from '../../lib/saml/xml/xml.ts';
import { withoutDeclaration } from '../../lib/saml/xml/xml_text.ts';
import { assertionOf, type KeyPair, keyPair, responseOf, type Signing, signed, words } from './fixture.ts';

const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';

describe('the first look at a signature', () => {
  let idp: KeyPair;
  let other: KeyPair;
  let elliptic: KeyPair;

  before(async () => {
    [idp, other, elliptic] = await Promise.all([keyPair(), keyPair(), keyPair('ec')]);
  });

  const edits: readonly (readonly [what: string, edit: (xml: string) => string, isSound: boolean])[] = [
    ['as it was made', (xml) => xml, true],
    ['with line breaks of Windows', (xml) => xml.replaceAll('\n', '\r\n'), true],
    ['over another digest', (xml) => xml.replace(/(<ds:DigestValue>)./, '$1_'), false],
    ['with another value', (xml) => xml.replace(/(<ds:SignatureValue>).{8}/, '$1AAAAAAAA'), false],
    ['with an empty value', (xml) => xml.replace(/(<ds:SignatureValue>)[^<]*/, '$1'), false],
    ['over another content, which it does not read', (xml) => xml.replace('ann@', 'eve@'), true],
  ];
  for (const [what, edit, isSound] of edits)
    it(`${isSound ? 'accepts' : 'refuses'} one ${what}`, () =>
      expect(look(edit(made()), [idp.certificate])).to.equal(isSound));

  it('accepts one under any of the certificates, and none under others', () => {
    const xml = made();
    expect(look(xml, [other.certificate, idp.certificate])).to.equal(true);
    expect(look(xml, [other.certificate])).to.equal(false);
    expect(look(xml, [])).to.equal(false);
  });

  it('accepts one by ECDSA', () => {
    const xml = made({ ...elliptic, algorithm: `${MORE}ecdsa-sha256` });
    expect(look(xml, [elliptic.certificate])).to.equal(true);
  });

  function made(signing: Partial<Signing> = {}): string {
    const to = { acs: 'https://sp.test/acs', entityId: 'https://sp.test', idp: 'https://idp.test' };
    const said = words({ ...to, inResponseTo: null, now: 0 });
    return signed(responseOf(said, assertionOf(said)), { ...idp, id: said.assertionId, ...signing });
  }

  function look(xml: string, certificates: readonly string[]): boolean {
    const root = parseStrict(withoutDeclaration(xml));
    const owners = Array.from(root.childNodes).filter((node): node is Element =>
      node.nodeName.endsWith('Assertion'),
    );
    const [signature] = signaturesOf(root, owners).values();
    if (!signature) throw new Error('there is no signature');
    return isInfoSigned(signature, certificates);
  }
});
