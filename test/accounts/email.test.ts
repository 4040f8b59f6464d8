import { expect } from 'chai';
import { emailKey } from '../../lib/accounts/email.ts';

describe('the key of an e-mail address', () => {
  const addresses: [text: string, key: string][] = [
    ['ann@acme.test', 'ann@acme.test'],
    [' Ann@ACME.test\n', 'ann@acme.test'],
    ['Jose\u0301@acme.test', 'josé@acme.test'],
    ['ann@bücher.test', 'ann@xn--bcher-kva.test'],
    ['李雷@acme.test', '李雷@acme.test'],
    ['ann@BÜCHER.test', 'ann@xn--bcher-kva.test'],
    ['ann@XN--bcher-kva.test', 'ann@xn--bcher-kva.test'],
    ['ann+tag@acme.co.test', 'ann+tag@acme.co.test'],
  ];
  for (const [text, key] of addresses)
    it(`of ${JSON.stringify(text)} is ${key}`, () => expect(emailKey(text)).to.equal(key));

  const none: [what: string, text: string][] = [
    ['no address', 'ann'],
    ['a space', 'an n@acme.test'],
    ['a control character', 'an\u0007n@acme.test'],
    ['a zero width space', 'an\u200bn@acme.test'],
    ['a zero width joiner', 'an\u200dn@acme.test'],
    ['a soft hyphen', 'an\u00adn@acme.test'],
    ['a soft hyphen in the domain', 'ann@ac\u00adme.test'],
    ['a right-to-left override', 'ann\u202e@acme.test'],
    ['an isolate', '\u2066ann@acme.test'],
    ['a word joiner', 'an\u2060n@acme.test'],
    ['a line separator', 'an\u2028n@acme.test'],
    ['a no-break space', 'an\u00a0n@acme.test'],
    ['a private character', 'an\ue000n@acme.test'],
    ['half a character', 'an\ud800n@acme.test'],
    ['a filler that shows nothing', 'an\u3164n@acme.test'],
    ['a variation selector', 'ann\ufe0f@acme.test'],
    ['a domain that goes on behind a slash', 'ann@acme.test/x.evil.test'],
    ['a domain that goes on behind a question mark', 'ann@acme.test?x.evil.test'],
    ['a domain that goes on behind a hash', 'ann@acme.test#x.evil.test'],
    ['a domain in percent encoding', 'ann@ac%6de.test'],
    ['a domain of wide letters', 'ann@ａcme.test'],
    ['a domain with a ligature', 'ann@oﬀice.test'],
    ['a number of an IP address', 'ann@10.1'],
  ];
  for (const [what, text] of none)
    it(`is missing with ${what}`, () => expect(emailKey(text)).to.equal(undefined));

  it('is missing with more than 254 characters', () => {
    const longest = `${'a'.repeat(244)}@acme.test`;
    expect([emailKey(longest), emailKey(`a${longest}`)]).to.deep.equal([longest, undefined]);
  });
});
