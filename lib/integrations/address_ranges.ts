import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { limits } from '../../config/limits.ts';
import { RuleError } from '../kernel/index.ts';

/** Throws `RuleError` when one of them is not an address range, or there are too many. */
export function checkedRanges(ranges: readonly string[]): string[] {
  if (ranges.length > limits.cidrRanges)
    throw new RuleError(
      'too_many_address_ranges',
      `A token has at most ${limits.cidrRanges} address ranges.`,
    );
  return ranges.map(checkedRange);
}

/** An address range (CIDR), also from a single address. Throws `RuleError` for any other text. */
export function checkedRange(text: string): string {
  const [, address = '', given] = /^([\da-f:.]+)(?:\/(0|[1-9]\d{0,2}))?$/i.exec(text) ?? [];
  const longest = isIP(address) === 4 ? 32 : 128;
  const bits = given ?? longest;
  if (isIP(address) === 0 || Number(bits) > longest)
    throw new RuleError(
      'invalid_address_range',
      `${text} is not an address range. Write four decimal numbers, as in 198.51.100.0/24, or IPv6, as in 2001:db8::/32.`,
    );
  const range = `${address}/${bits}`;
  const meant = meaningOf(range);
  if (isMapped(range))
    throw new RuleError('invalid_address_range', `${text} is IPv4 in the form of IPv6. Write it as IPv4.`);
  if (!isSame(address, meant.split('/', 1).join()))
    throw new RuleError(
      'invalid_address_range',
      `${text} is an address inside a network. Write ${meant} for the network, or ${address} for the address alone.`,
    );
  return range;
}

/** The meaning of a stored range. Earlier versions stored the text as typed: `198.51.100/24` means 198.51.0.0/24. */
export function meaningOf(range: string): string {
  const [address, bits] = ipaddr.parseCIDR(range);
  const { IPv4, IPv6 } = ipaddr;
  const first = (address.kind() === 'ipv4' ? IPv4 : IPv6).networkAddressFromCIDR(range);
  return `${first}/${bits}`;
}

/** Whether an address is in one of the ranges. An empty list allows every address. */
export function allowsAddress(ranges: readonly string[], ip: string): boolean {
  if (ranges.length === 0) return true;
  if (isIP(ip) === 0) return false;
  const address = ipaddr.process(ip);
  return ranges.some((range) => {
    const [network, bits] = ipaddr.parseCIDR(range);
    return network.kind() === address.kind() && address.match(network, bits);
  });
}

function isMapped(range: string): boolean {
  const [address] = ipaddr.parseCIDR(range);
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress();
}

function isSame(one: string, other: string): boolean {
  return ipaddr.parse(one).toNormalizedString() === ipaddr.parse(other).toNormalizedString();
}
