import { expect } from 'chai';
import { allowsAddress, checkedRange, meaningOf } from '../../lib/integrations/address_ranges.ts';

describe('a range of addresses', () => {
  const taken: readonly (readonly [text: string, range: string])[] = [
    ['198.51.100.0/24', '198.51.100.0/24'],
    ['198.51.100.7', '198.51.100.7/32'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:db8::/32', '2001:db8::/32'],
    ['2001:DB8:0::/32', '2001:DB8:0::/32'],
    ['2001:db8::7', '2001:db8::7/128'],
    ['::/0', '::/0'],
  ];
  for (const [text, range] of taken) it(`is ${text}`, () => expect(checkedRange(text)).to.equal(range));

  const none = [
    ...['198.51.100/24', '198.51.100', '1.2.3', '127.1', '010.0.0.1', '0x7f.1', '0x7f000001', '2130706433'],
    ...[
      '1.2.3.4.5',
      '300.0.0.0/8',
      '198.51.100.0/33',
      '198.51.100.0/024',
      '198.51.100.0/',
      '198.51.100.0/+1',
    ],
    ...['2001:db8::/129', '2001:db8::1%eth0', '[2001:db8::1]', '2001:db8', ' 198.51.100.7', 'x', '', '/8'],
    ...['198.51.100.0/255.255.255.0', '198.51.100.0-198.51.100.9', '1.2.3.4/8/8'],
  ];
  for (const text of none)
    it(`refuses "${text}"`, () =>
      expect(() => checkedRange(text)).to.throw(
        `${text} is not an address range. Write four decimal numbers`,
      ));

  const inside: readonly (readonly [text: string, sentence: string])[] = [
    ['198.51.100.7/24', 'Write 198.51.100.0/24 for the network, or 198.51.100.7 for the address alone'],
    ['10.255.255.255/8', 'Write 10.0.0.0/8 for the network'],
    ['2001:db8::1/32', 'Write 2001:db8::/32 for the network, or 2001:db8::1 for the address alone'],
    ['1.2.3.4/0', 'Write 0.0.0.0/0 for the network'],
    ['::ffff:198.51.100.7', 'is IPv4 in the form of IPv6. Write it as IPv4'],
    ['::ffff:198.51.100.0/120', 'is IPv4 in the form of IPv6. Write it as IPv4'],
  ];
  for (const [text, sentence] of inside)
    it(`refuses ${text}, and suggests a range`, () => expect(() => checkedRange(text)).to.throw(sentence));

  /** Stored by versions that took them. */
  const stored: readonly (readonly [range: string, meaning: string, within: string, without: string])[] = [
    ['198.51.100/24', '198.51.0.0/24', '198.51.0.9', '198.51.100.9'],
    ['198.51.100.7/24', '198.51.100.0/24', '198.51.100.9', '198.51.101.9'],
    ['1.2.3/32', '1.2.0.3/32', '1.2.0.3', '1.2.3.0'],
    ['010.0.0.1/32', '8.0.0.1/32', '8.0.0.1', '10.0.0.1'],
    ['0x7f.1/32', '127.0.0.1/32', '127.0.0.1', '0.0.0.1'],
    ['2001:DB8::1/32', '2001:db8::/32', '2001:db8:1::', '2001:db9::'],
  ];
  for (const [range, meaning, within, without] of stored)
    it(`still means ${meaning} if ${range} is stored`, () => {
      expect(meaningOf(range)).to.equal(meaning);
      for (const one of [range, meaning]) {
        expect(allowsAddress([one], within)).to.equal(true);
        expect(allowsAddress([one], without)).to.equal(false);
      }
    });

  it('contains the IPv4 address of a client that a socket shows as IPv6', () => {
    expect(allowsAddress(['198.51.100.0/24'], '::ffff:198.51.100.7')).to.equal(true);
  });

  for (const ip of ['unknown', '', '198.51.100', '0xc6.1'])
    it(`contains no client with the address "${ip}"`, () =>
      expect(allowsAddress(['0.0.0.0/0'], ip)).to.equal(false));
});
