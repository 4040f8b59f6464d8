import { domainToASCII, domainToUnicode } from 'node:url';

const SHAPE = /^[^\s@<>()[\]\\,;:"]+@([^\s@<>()[\]\\,;:"]+\.[^\s@<>()[\]\\,;:".]+)$/u;
/** Invisible characters and those that change the direction of text: they could make one address look like another. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Z}\p{Default_Ignorable_Code_Point}]/u;
const MAX_CHARS = 254;
/** A domain that is its own ASCII form. */
const PLAIN = /^(?:[a-z\d][a-z\d-]*\.)+[a-z]{2,}$/;

/**
 * The key under which an address is unique. Letter case, Unicode form and the spelling of an international domain make
 * no difference. Undefined when the text is not an address or contains invisible characters.
 */
export function emailKey(text: string): string | undefined {
  const address = text.trim().normalize('NFC');
  if (address.length > MAX_CHARS || UNSEEN.test(address)) return undefined;
  const domain = SHAPE.exec(address)?.[1];
  if (domain === undefined) return undefined;
  const ascii = asciiOf(domain.toLowerCase());
  if (ascii === undefined) return undefined;
  return `${address.slice(0, -domain.length).toLowerCase()}${ascii}`;
}

/** The domain of an address key. */
export function emailDomain(key: string): string {
  return key.slice(key.lastIndexOf('@') + 1);
}

export function localPart(text: string): string {
  return emailKey(text) === undefined ? text : text.trim().slice(0, text.trim().lastIndexOf('@'));
}

/**
 * A domain in ASCII. Undefined for text that only a browser accepts as a domain (`acme.test/x.evil.test`,
 * `ac%6de.test`, `ａcme.test`): mail to it may go to another domain than its key names.
 */
function asciiOf(domain: string): string | undefined {
  if (PLAIN.test(domain) && !domain.includes('xn--')) return domain;
  const ascii = domainToASCII(domain);
  return ascii !== '' && (ascii === domain || domainToUnicode(ascii) === domain) ? ascii : undefined;
}
