import { expect } from 'chai';
import { parseJson } from '../../lib/scim/ingress/json.ts';
import { STEP_NODES } from '../../lib/scim/ingress/json_scan.ts';

const bounds = { depth: 4, nodes: 4 * STEP_NODES, keys: 5, text: 200_000 };
const many = (text: string, count = STEP_NODES + 10) => Array.from({ length: count }, () => text).join(',');
const [list, objects] = [`[${many('1')}]`, `[${many('{"a":[1]}')}]`];

/** Texts that take one step, and texts that take several. */
const whole: readonly (readonly [what: string, text: string])[] = [
  ['an object', '{"a":1,"b":[true,null,"x"]}'],
  ['blanks everywhere', ' \t\r\n{ "a" : [ 1 , 2 ] }\n'],
  ['brackets and quotes in texts', '{"a]":"}\\"[","b":"\\\\"}'],
  ['empty containers', '{"a":{},"b":[],"c":[[]]}'],
  ['the deepest that there may be', '[[[[1]]]]'],
  ['an empty container below that', '[[[[[]]]]]'],
  ['a key that comes twice', '{"a":1,"b":2,"a":3}'],
  ['a long list', list],
  ['a long list between others', `{"5":[1],"a":${list},"1":[2], "b" : ${list} , "c":{}}`],
  ['a long list that a value of the same key follows', `{"a":${list},"a":[2]}`],
  ['a long list that follows a value of the same key', `{"a":[2],"a":${list}}`],
  ['long lists of one list', `[1,${list},2,${list}]`],
  ['a long list alone in others', `{"a":{"b":[ ${list} ]}}`],
  ['a long list of objects', `{"a":${objects}}`],
  ['long texts', `{"a":[${many(`"${'x'.repeat(90_000)}"`, 4)}],"b":{"c":1}}`],
  ['characters of several bytes', `{"ä":["€","\\u00e9","\\ud83d\\ude00","😀",${many('"ü"')}]}`],
];

const malformed = 'The body is not a well-formed JSON object. Send one, in UTF-8.';
const [deep, large] = ['nests deeper than 4', `more than ${bounds.nodes} values`];
const refused: readonly (readonly [what: string, text: string, why: string])[] = [
  ['too deep', '[[[[[[', deep],
  ['too deep by keys', '{"a":{"a":{"a":{"a":{"a":{', deep],
  ['too deep, and an end that does not fit', '[[[[[[}', deep],
  ['too many elements', `[${many('1', bounds.nodes)}]`, large],
  ['too many elements, and an end that does not fit', `[${many('1', bounds.nodes)}}`, large],
  ['too many elements on several levels', `[${many('[1]', bounds.nodes / 2)}]`, large],
  ['too many keys', '{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1}', 'more than 5 keys'],
  ['too long a text', `{"a":"${'x'.repeat(bounds.text)}"}`, 'more than 200000 bytes'],
  ['half a character', '{"a":"\\ud800"}', 'not well-formed Unicode'],
  ['half a character far behind', `{"a":[${many('"a"')},{"b":"\\uDC00"}]}`, 'not well-formed Unicode'],
  ['the prototype', '{"__proto__":1}', '"__proto__"'],
  ['the prototype as the key of a long list', `{"\\u005f_proto__":${list}}`, '"__proto__"'],
  ['the prototype behind a long list', `{"a":${list},"__proto__":{"b":1}}`, '"__proto__"'],
  ...[
    ...[
      '',
      ' ',
      '{',
      '{"a"',
      '{"a":"',
      '{"a":"\\',
      '{"a":1',
      '[1}',
      '{"a":1]',
      ']',
      '{}}',
      '{}{}',
      '{}1',
      '1{}',
    ],
    ...[
      '[1,]',
      '[,1]',
      '[1,,2]',
      '{"a":1,}',
      '{"a":}',
      '{"a":,"b":1}',
      '{a:1}',
      "{'a':1}",
      '[1 2]',
      '[-]',
      '[01]',
    ],
    ...['\v{}', '"text"', '5', 'null', '{"a":"\n"}', '{"a":1}//', '[1]\u00a0'],
  ].map((text) => [JSON.stringify(text), text, malformed] as const),
  ...[
    ...[`[${many('1')},]`, `[${many('1')},,1]`, `[,${many('1')}]`, `[${many('1')}`, `{"a":[${many('1')}}`],
    ...[`[${list}1]`, `[${list} [1]]`, `[${list}${list}]`, `[1 ${list}]`, `[-${list}]`, `[${list},]`],
    ...[`{${list}}`, `{"a" ${list}}`, `{"a":1:${list}}`, `{"a":${list} 1}`, `{"a":${list},}`, `${list}1`],
    ...[`1${list}`, `${list}${list}`, `[${many('1')} 1]`, `[${many('1 1')}]`, `{"a":${list},1}`],
  ].map((text) => [`${text.slice(0, 8)}…${text.slice(-5)}`, text, malformed] as const),
];

describe('a JSON text', () => {
  for (const [what, text] of whole)
    it(`of ${what} gives the result of JSON.parse`, () => {
      const { value } = parsed(text);
      expect(value).to.deep.equal(JSON.parse(text));
      expect(JSON.stringify(value)).to.equal(JSON.stringify(JSON.parse(text)));
    });

  for (const [what, text, why] of refused)
    it(`is refused: ${what}`, () => expect(() => parsed(text)).to.throw(why));

  it('is parsed in steps', () => {
    expect(parsed(`{"a":[${many('1', 2 * STEP_NODES)}]}`).pauses).to.be.at.least(2);
  });

  it('is refused before any of it is parsed', () => {
    const work = parseJson(Buffer.from(`{"a":x,"b":[${many('1', bounds.nodes)}]}`), bounds);
    expect(() => work.next()).to.throw(large);
  });

  function parsed(text: string) {
    const work = parseJson(Buffer.from(text), bounds);
    for (let pauses = 0; ; pauses++) {
      const { done, value } = work.next();
      if (done) return { value, pauses };
    }
  }
});
