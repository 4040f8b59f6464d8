import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { RuleError } from '../../lib/kernel/errors.ts';
import { readMetadata } from '../../lib/saml/metadata/read.ts';
import { parseStrict } from '../../lib/saml/xml/xml.ts';
import { type Bounds, scanXml } from '../../lib/saml/xml/xml_scan.ts';
import { bombs, FULL } from './bombs.ts';
import { codeOf } from './scene.ts';

const bounds: Bounds = { nodes: 20, depth: 4, names: 5, namespaces: 3 };
const inMetadata: Bounds = { ...bounds, comments: true };
const codeFor = (text: string, within = bounds) => codeOf((async () => scanXml(text, within))());

describe('the scan before the parser', () => {
  for (const [text, nodes, within] of [
    ['<a/>', 1],
    [' <a/>\n', 1],
    ['<a ></a >', 1],
    [`<a b="c" d='e"'>f</a>`, 3],
    ['<a b = "c>d"\n/>', 2],
    ['<a><a><a><a/></a></a></a>', 4],
    ['<a:b xmlns:a="u"><a:c a:d="&lt;&#10;&#xA;"/>&amp;</a:b>', 4],
    ['<a xmlns="u" xmlns:b="u"><c xmlns:d="u"/><c xmlns:d="u"/></a>', 7],
    ['<été-1._/>', 1],
    ['<a b="]]>">]] ></a>', 2],
    [`<a>${'<b/>'.repeat(19)}</a>`, 20],
    ['<!-- & <x> --><a><!----></a><!-- x -->', 1, inMetadata],
  ] as const) {
    it(`counts ${nodes} in ${JSON.stringify(text.slice(0, 60))}`, () => {
      expect(scanXml(text, within ?? bounds)).to.equal(nodes);
    });
  }

  for (const [text, code, within] of [
    ['', 'saml.not_xml'],
    ['x<a/>', 'saml.not_xml'],
    ['\ufeff<a/>', 'saml.not_xml'],
    ['<a/>x', 'saml.not_xml'],
    ['<a/><a/>', 'saml.not_xml'],
    ['<a>', 'saml.not_xml'],
    ['<a>x', 'saml.not_xml'],
    ['<a', 'saml.not_xml'],
    ['<a/', 'saml.not_xml'],
    ['<a></a', 'saml.not_xml'],
    ['<a></b>', 'saml.not_xml'],
    ['<a></A>', 'saml.not_xml'],
    ['</a>', 'saml.not_xml'],
    ['<a></a></a>', 'saml.not_xml'],
    ['<a><b></a></b>', 'saml.not_xml'],
    ['<></>', 'saml.not_xml'],
    ['< a/>', 'saml.not_xml'],
    ['<1/>', 'saml.not_xml'],
    ['<a:/>', 'saml.not_xml'],
    ['<a:b:c/>', 'saml.not_xml'],
    ['<a / >', 'saml.not_xml'],
    ['<a b/>', 'saml.not_xml'],
    ['<a b=c/>', 'saml.not_xml'],
    ['<a b="c/>', 'saml.not_xml'],
    ['<a b="<"/>', 'saml.not_xml'],
    ['<a b="c"d="e"/>', 'saml.not_xml'],
    ['<a\u0085b="c"/>', 'saml.not_xml'],
    ['<a>b]]>c</a>', 'saml.not_xml'],
    ['<a>]]><!-- --></a>', 'saml.not_xml', inMetadata],
    ['<a><', 'saml.not_xml'],
    ['<!DOCTYPE a><a/>', 'saml.forbidden_xml'],
    ['<a><![CDATA[]]></a>', 'saml.forbidden_xml'],
    ['<a><?b?></a>', 'saml.forbidden_xml'],
    ['<a/><?b?>', 'saml.forbidden_xml'],
    ['<a><!----></a>', 'saml.forbidden_xml'],
    ['<a>&b;</a>', 'saml.forbidden_xml'],
    ['<a b="&c;"/>', 'saml.forbidden_xml'],
    ['<a>&</a>', 'saml.forbidden_xml'],
    [`<a>${'<b/>'.repeat(20)}</a>`, 'saml.too_complex'],
    [`<a>${'<b c=""/>'.repeat(10)}</a>`, 'saml.too_complex'],
    ['<a><a><a><a><a/></a></a></a></a>', 'saml.too_complex'],
    ['<a><b/><c/><d/><e/><f/></a>', 'saml.too_complex'],
    ['<a xmlns="u" xmlns:b="u"><c xmlns:d="u" xmlns:e="u"/></a>', 'saml.too_complex'],
    ['<a><!-- x</a>', 'saml.not_xml', inMetadata],
    [`<a>${'<!---->'.repeat(20)}</a>`, 'saml.too_complex', inMetadata],
    ['<!-- x --><!DOCTYPE a><a/>', 'saml.forbidden_xml', inMetadata],
  ] as const) {
    it(`refuses with ${code}: ${text.slice(0, 60)}`, async () => {
      expect(await codeFor(text, within)).to.equal(code);
    });
  }

  for (const [name, code, bomb] of bombs) {
    it(`stops a document that would keep the parser busy: ${name}`, async () => {
      expect(await codeOf((async () => parseStrict(bomb(FULL)))())).to.equal(code);
      const read = () => readMetadata(bomb(limits.samlMetadataBytes), { now: 0 });
      expect(read).to.throw(RuleError, /cannot be used/);
    });
  }
});
