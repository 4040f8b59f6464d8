import { expect } from 'chai';
import { boot, type Rollcall } from '../helper.ts';
import { assertionOf, encrypted, keyPair, responseOf, type Signing, signed, type Words } from './fixture.ts';
import { codeOf, encryptionCertificate, post, report, type Scene, saying, scene, start } from './scene.ts';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';
const SHA384 = { algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha384' };

/** What is signed how; the two examinations read a response by another way in each. */
const wrappings: readonly (readonly [
  name: string,
  wrap: (at: Scene, said: Words, assertion: string) => string | Promise<string>,
])[] = [
  ['signed assertion', (at, said, assertion) => signedAs(at, said.assertionId, responseOf(said, assertion))],
  ['signed response', (at, said, assertion) => signedAs(at, said.responseId, responseOf(said, assertion))],
  ['SHA-384', (at, said, assertion) => signedAs(at, said.assertionId, responseOf(said, assertion), SHA384)],
  [
    'encrypted',
    async (at, said, assertion) =>
      responseOf(
        said,
        await encrypted(signedAs(at, said.assertionId, assertion), encryptionCertificate(at.provider)),
      ),
  ],
];

function signedAs({ idp }: Scene, id: string, xml: string, more: Partial<Signing> = {}): string {
  return signed(xml, { ...idp, id, ...more });
}

/** What may stand around the document, and how it is encoded. */
const envelopes: readonly (readonly [name: string, envelope: (xml: string) => string | Buffer])[] = [
  ['a byte order mark', (xml) => `\ufeff${xml}`],
  ['a byte order mark and a declaration', (xml) => `\ufeff${DECLARATION}${xml}`],
  ['a byte order mark and white space', (xml) => `\ufeff \r\n${xml}`],
  ['white space before the declaration', (xml) => `\n  ${DECLARATION}\n${xml}`],
  [
    'a declaration in small letters',
    (xml) => `<?xml version='1.0' encoding='utf-8' standalone='yes' ?>${xml}`,
  ],
  ['a declaration with white space', (xml) => `<?xml\n version = "1.0"\tencoding = "utf8" ?>${xml}`],
  ['a declaration without an encoding', (xml) => `<?xml version="1.0"?>${xml}`],
  ['UTF-8 that .NET calls UTF-16', (xml) => `<?xml version="1.0" encoding="utf-16"?>${xml}`],
  ['ASCII that is called ISO 8859-1', (xml) => `<?xml version="1.0" encoding="ISO-8859-1"?>${xml}`],
  ['UTF-16, little endian', (xml) => Buffer.from(`\ufeff${DECLARATION}${xml}`, 'utf16le')],
  [
    'UTF-16, big endian',
    (xml) => Buffer.from(`\ufeff<?xml version="1.0" encoding="utf-16"?>${xml}`, 'utf16le').swap16(),
  ],
];

/** What an assertion may say in white space and references before it is signed. */
const contents: readonly (readonly [name: string, change: (xml: string) => string])[] = [
  [
    'line breaks around the values of elements',
    (xml) => xml.replace(/<saml:(Issuer|Audience|NameID)( [^>]*)?>([^<]+)</g, '<saml:$1$2>\n    $3\r\n  <'),
  ],
  [
    'spaces around Issuer and Audience',
    (xml) => xml.replace(/<saml:(Issuer|Audience)>([^<]*)</g, '<saml:$1> $2\t<'),
  ],
  ['line breaks between elements', (xml) => xml.replaceAll('><', '>\n\t<')],
  ['white space around times', (xml) => xml.replace(/="(\d{4}-[^"]+)"/g, '=" $1\n"')],
  [
    'white space around URIs',
    (xml) => xml.replace(/(Recipient|Method|InResponseTo)="([^"]+)"/g, '$1="\n $2 "'),
  ],
  ['references for characters', (xml) => xml.replace('<saml:Audience>h', '<saml:Audience>&#104;')],
  [
    'references for white space',
    (xml) => xml.replace(/<saml:Audience>([^<]*)</, '<saml:Audience>&#10;$1&#x20;<'),
  ],
  ['references in a time', (xml) => xml.replace(/NotOnOrAfter="20/g, 'NotOnOrAfter="&#50;0')],
  [
    'an empty Audience before ours',
    (xml) =>
      xml.replace('<saml:Audience>', '<saml:Audience/><saml:Audience> </saml:Audience><saml:Audience>'),
  ],
  ['a value with an ampersand', (xml) => xml.replace('Engineering', 'R&amp;D &lt;all&gt; &quot;x&quot;')],
];

describe('both validations of a response read one document:', () => {
  let rollcall: Rollcall;
  let here: Scene;
  before(async () => {
    rollcall = await boot();
    here = await scene(rollcall, await keyPair());
  });
  after(() => rollcall.close());

  async function failed(make: (said: Words) => Promise<string | Buffer>): Promise<unknown> {
    const request = await start(here);
    const sent = await make(saying(here, request));
    const samlResponse = Buffer.from(sent).toString('base64');
    const { checks, accepted } = await report(here, request, '', { samlResponse });
    const problems = checks.flatMap(({ name, problem }) => (problem ? [[name, problem.found]] : []));
    return problems.length === 0 ? accepted?.verified.nameId : problems;
  }

  for (const [wrapping, wrap] of wrappings) {
    for (const [name, envelope] of envelopes)
      it(`${name} around the response is accepted (${wrapping})`, async () => {
        const make = async (said: Words) => envelope(await wrap(here, said, assertionOf(said)));
        expect(await failed(make)).to.equal('ann@acme.test');
      });
    for (const [name, change] of contents)
      it(`${name} in the response is accepted (${wrapping})`, async () => {
        const make = async (said: Words) => wrap(here, said, change(assertionOf(said)));
        expect(await failed(make)).to.equal('ann@acme.test');
      });
  }

  it('white space and carriage returns in the base64 values of the signature are accepted', async () => {
    for (const space of ['\n', '\r\n', '&#13;\n', ' ', '\t']) {
      const make = async (said: Words) =>
        signedAs(here, said.assertionId, responseOf(said, assertionOf(said))).replace(
          /(<ds:(?:SignatureValue|X509Certificate)>)([^<]+)/g,
          (_all, tag: string, text: string) =>
            `${tag}${space}${text.replace(/.{60}/g, `$&${space}`)}${space}`,
        );
      expect(await failed(make), JSON.stringify(space)).to.equal('ann@acme.test');
    }
  });

  it('white space in the base64 values of the encryption is accepted', async () => {
    const [, wrap] = wrappings.at(-1) ?? [];
    const make = async (said: Words) =>
      ((await wrap?.(here, said, assertionOf(said))) ?? '').replace(
        /(<\w+:CipherValue>)([^<]+)/g,
        (_all, tag: string, text: string) => `${tag}\n${text.replace(/.{76}/g, '$&&#13;\n')} `,
      );
    expect(await failed(make)).to.equal('ann@acme.test');
  });

  it('white space around the values of the envelope is accepted', async () => {
    const make = async (said: Words) =>
      signedAs(
        here,
        said.responseId,
        responseOf(said, assertionOf(said)).replace(
          /(Destination|InResponseTo|Value|IssueInstant)="([^"]+)"/g,
          '$1=" $2\n"',
        ),
      );
    expect(await failed(make)).to.equal('ann@acme.test');
  });

  const refused: readonly (readonly [
    name: string,
    code: string,
    envelope: (xml: string) => string | Buffer,
  ])[] = [
    ['two byte order marks', 'saml.not_xml', (xml) => `\ufeff\ufeff${xml}`],
    ['a byte order mark behind the declaration', 'saml.not_xml', (xml) => `${DECLARATION}\ufeff${xml}`],
    ['two declarations', 'saml.forbidden_xml', (xml) => DECLARATION + DECLARATION + xml],
    ['a declaration of XML 1.1', 'saml.forbidden_xml', (xml) => `<?xml version="1.1"?>${xml}`],
    [
      'a declaration of UTF-7 in UTF-16',
      'saml.forbidden_xml',
      (xml) => Buffer.from(`\ufeff<?xml version="1.0" encoding="UTF-7"?>${xml}`, 'utf16le'),
    ],
    ['UTF-16 without a byte order mark', 'saml.not_xml', (xml) => Buffer.from(xml, 'utf16le')],
    ['half a character of UTF-16', 'saml.not_xml', (xml) => Buffer.from(`\ufeff${xml}\ud800`, 'utf16le')],
    [
      'letters beyond ASCII that are called ISO 8859-1',
      'saml.not_xml',
      (xml) => `<?xml version="1.0" encoding="ISO-8859-1"?>${xml.replace('Engineering', 'Grün')}`,
    ],
    ['a no-break space before the root', 'saml.not_xml', (xml) => `\u00a0${xml}`],
  ];
  for (const [name, code, envelope] of refused)
    it(`the response is refused with ${code}: ${name}`, async () => {
      const request = await start(here);
      const said = saying(here, request);
      const sent = envelope(signedAs(here, said.assertionId, responseOf(said, assertionOf(said))));
      const samlResponse = Buffer.from(sent).toString('base64');
      expect(await codeOf(post(here, request, '', { samlResponse }))).to.equal(code);
    });

  const nameIds: readonly (readonly [name: string, text: string])[] = [
    ['a no-break space around it', '\u00a0ann@acme.test'],
    ['spaces without a line break before it', ' ann@acme.test'],
    ['a line break before and a space behind it', '\nann@acme.test '],
    ['a line break in it', 'ann\n@acme.test'],
    ['nothing but a line break', '\n'],
  ];
  for (const [name, text] of nameIds)
    it(`a NameID with ${name} is refused with saml.no_subject`, async () => {
      const request = await start(here);
      const said = saying(here, request, { nameId: `<saml:NameID>${text}</saml:NameID>` });
      const xml = signedAs(here, said.assertionId, responseOf(said, assertionOf(said)));
      expect(await codeOf(post(here, request, xml))).to.equal('saml.no_subject');
    });
});
