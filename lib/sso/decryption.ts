import { XMLSerializer } from '@xmldom/xmldom';
import { decrypt } from 'xml-encryption';
import { contentAlgorithms, oaepDigests, RSA_OAEP, refuseAlgorithm } from './algorithms.ts';
import { SamlError } from './saml_error.ts';
import { allNamed, attribute, childrenOf, isElement, parseStrict, textOf } from './xml.ts';

/** 12 of the nonce, 16 of the tag, and at least one of content. */
const LEAST_BYTES = 29;

export interface Decrypted {
  readonly xml: string;
  readonly assertion: Element;
  /** The private key that did it. */
  readonly key: string;
}

/** One EncryptedData with one EncryptedKey, AES-GCM and RSA-OAEP (xmlenc-core1). Throws `SamlError` for anything else. */
export function checkEncryption(encrypted: Element): void {
  const data = one(encrypted, 'EncryptedData');
  const key = one(encrypted, 'EncryptedKey');
  if (data.parentNode !== encrypted) throw badShape();
  const content = method(data);
  if (!contentAlgorithms.includes(attribute(content, 'Algorithm') ?? ''))
    refuseAlgorithm('the encryption', attribute(content, 'Algorithm'));
  const transport = method(key);
  if (attribute(transport, 'Algorithm') !== RSA_OAEP)
    refuseAlgorithm('the key encryption', attribute(transport, 'Algorithm'));
  for (const digest of allNamed(transport, 'DigestMethod')) {
    if (!oaepDigests.includes(attribute(digest, 'Algorithm') ?? ''))
      refuseAlgorithm('the digest of the key encryption', attribute(digest, 'Algorithm'));
  }
  if (
    allNamed(encrypted, 'EncryptionMethod').length !== 2 ||
    allNamed(encrypted, 'CipherReference').length > 0
  )
    throw badShape();
  if (allNamed(encrypted, 'CipherValue').length !== 2 || allNamed(encrypted, 'CipherData').length !== 2)
    throw badShape();
  // The key inside has a cipher of its own, which is always long enough.
  const [cipher] = childrenOf(data, 'encryption', 'CipherData').flatMap((holder) =>
    childrenOf(holder, 'encryption', 'CipherValue'),
  );
  if (Buffer.from((cipher && textOf(cipher)) ?? '', 'base64').length < LEAST_BYTES) throw badShape();
}

/**
 * The assertion inside, with the first of the keys that opens it. Every failure is the same `SamlError`, so that nobody
 * learns anything from trying.
 */
export async function decrypted(encrypted: Element, keys: readonly string[]): Promise<Decrypted> {
  const xml = new XMLSerializer().serializeToString(encrypted);
  for (const key of keys) {
    const found = await opened(xml, key);
    if (found) return found;
  }
  throw new SamlError('saml.not_decrypted');
}

async function opened(xml: string, key: string): Promise<Decrypted | undefined> {
  try {
    const text = await plainText(xml, key);
    const assertion = parseStrict(text);
    const isOne = isElement(assertion, 'assertion', 'Assertion');
    const all = allNamed(assertion, 'Assertion', 'EncryptedAssertion');
    return isOne && all.length === 1 ? { xml: text, assertion, key } : undefined;
  } catch {
    return undefined;
  }
}

function plainText(xml: string, key: string): Promise<string> {
  return new Promise((resolve, reject) => {
    decrypt(xml, { key, disallowDecryptionWithInsecureAlgorithm: true }, (error, text) => {
      if (error) reject(error);
      else resolve(text);
    });
  });
}

function method(parent: Element): Element {
  const [only, ...more] = childrenOf(parent, 'encryption', 'EncryptionMethod');
  if (!only || more.length > 0) throw badShape();
  return only;
}

function one(parent: Element, name: string): Element {
  const [only, ...more] = allNamed(parent, name);
  if (!only || more.length > 0 || !isElement(only, 'encryption', name)) throw badShape();
  return only;
}

function badShape(): SamlError {
  return new SamlError('saml.not_encrypted_well');
}
