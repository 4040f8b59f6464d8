import { type CipherGCMTypes, constants, createDecipheriv, privateDecrypt } from 'node:crypto';
import { XMLSerializer } from '@xmldom/xmldom';
import { decryptKeyInfo } from 'xml-encryption';
import {
  contentAlgorithms,
  type OaepHash,
  oaepDigests,
  oaepMasks,
  RSA_OAEP,
  RSA_OAEP_MGF1P,
  refuseAlgorithm,
} from '../keys/algorithms.ts';
import { SamlError } from '../saml_error.ts';
import { allNamed, attribute, childrenOf, isElement, ns, parseStrict, textOf } from '../xml/xml.ts';
import { withoutDeclaration } from '../xml/xml_text.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** An encrypted assertion with an accepted structure and accepted algorithms. */
interface Encrypted {
  readonly cipher: CipherGCMTypes;
  /** Nonce, content and tag (xmlenc-core1 5.2.4). */
  readonly content: Buffer;
  readonly encryptedKey: Element;
  readonly padding: Padding;
}

/** How RSA-OAEP pads the key. */
interface Padding {
  readonly digest: OaepHash;
  readonly mask: OaepHash;
}

export interface Decrypted {
  readonly xml: string;
  readonly assertion: Element;
  /** The private key that decrypted it. */
  readonly key: string;
}

/**
 * Reads an EncryptedAssertion: one EncryptedData, with one EncryptedKey in it or beside it (saml-core 6.2), AES-GCM and
 * RSA-OAEP (xmlenc-core1). Throws `SamlError` for anything else.
 */
export function encryptedIn(encrypted: Element): Encrypted {
  const data = one(encrypted, 'EncryptedData');
  const encryptedKey = one(encrypted, 'EncryptedKey');
  if (data.parentNode !== encrypted || !isInPlace(encryptedKey, encrypted, data)) throw badShape();
  const uri = attribute(methodOf(data), 'Algorithm');
  const cipher = contentAlgorithms.get(uri ?? '') ?? refuseAlgorithm('the encryption', uri);
  const padding = paddingOf(methodOf(encryptedKey));
  for (const name of ['EncryptionMethod', 'CipherValue', 'CipherData'])
    if (allNamed(encrypted, name).length !== 2) throw badShape();
  const content = bytesOf(data);
  if (content.length <= NONCE_BYTES + TAG_BYTES) throw badShape();
  return { cipher, content, encryptedKey, padding };
}

/**
 * Decrypts the assertion with the first key that fits. Throws the same `SamlError` for every failure, so that an
 * attacker learns nothing from it.
 */
export function decrypted(sealed: Encrypted, keys: readonly string[]): Decrypted {
  for (const key of keys) {
    const found = opened(sealed, key);
    if (found) return found;
  }
  throw new SamlError('saml.not_decrypted');
}

function opened(sealed: Encrypted, key: string): Decrypted | undefined {
  try {
    const xml = withoutDeclaration(plainText(sealed, contentKey(sealed, key)));
    const assertion = parseStrict(xml);
    const isOne = isElement(assertion, 'assertion', 'Assertion');
    const all = allNamed(assertion, 'Assertion', 'EncryptedAssertion');
    return isOne && all.length === 1 ? { xml, assertion, key } : undefined;
  } catch {
    return undefined;
  }
}

function contentKey({ encryptedKey, padding: { digest, mask } }: Encrypted, key: string): Buffer {
  if (digest === mask)
    return privateDecrypt(
      {
        ...{ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: digest },
        oaepLabel: Buffer.from(allNamed(encryptedKey, 'OAEPparams').map(textOf).join(''), 'base64'),
      },
      bytesOf(encryptedKey),
    );
  // Node uses one hash for both.
  const xml = new XMLSerializer().serializeToString(encryptedKey);
  return decryptKeyInfo(`<KeyInfo xmlns="${ns.signature}">${xml}</KeyInfo>`, { key });
}

function plainText({ cipher, content }: Encrypted, key: Buffer): string {
  const tagAt = content.length - TAG_BYTES;
  const decipher = createDecipheriv(cipher, key, content.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  }).setAuthTag(content.subarray(tagAt));
  const bytes = Buffer.concat([decipher.update(content.subarray(NONCE_BYTES, tagAt)), decipher.final()]);
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

function paddingOf(method: Element): Padding {
  const transport = attribute(method, 'Algorithm');
  if (transport !== RSA_OAEP && transport !== RSA_OAEP_MGF1P)
    refuseAlgorithm('the key encryption', transport);
  const digest = parameter(method, 'DigestMethod', oaepDigests);
  const mask = parameter(method, 'MGF', transport === RSA_OAEP ? oaepMasks : new Map());
  // xml-encryption does not combine SHA-384 with another hash.
  if (digest !== mask && [digest, mask].includes('sha384'))
    refuseAlgorithm('the digest of the key encryption', `${digest} with a mask of ${mask}`);
  return { digest, mask };
}

/** The default is SHA-1 (xmlenc-core1 5.5.2). */
function parameter(method: Element, name: string, known: ReadonlyMap<string, OaepHash>): OaepHash {
  const [only, ...more] = allNamed(method, name);
  if (more.length > 0) throw badShape();
  if (!only) return 'sha1';
  const uri = attribute(only, 'Algorithm');
  return known.get(uri ?? '') ?? refuseAlgorithm(`${name} of the key encryption`, uri);
}

function isInPlace({ parentNode }: Element, encrypted: Element, data: Element): boolean {
  return (
    parentNode === encrypted || childrenOf(data, 'signature', 'KeyInfo').some((info) => info === parentNode)
  );
}

function bytesOf(holder: Element): Buffer {
  const [value] = childrenOf(holder, 'encryption', 'CipherData').flatMap((data) =>
    childrenOf(data, 'encryption', 'CipherValue'),
  );
  return Buffer.from((value && textOf(value)) ?? '', 'base64');
}

function methodOf(parent: Element): Element {
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
