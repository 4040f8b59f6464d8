import { createHash, createSign, createVerify, type KeyLike } from 'node:crypto';
import { SignedXml } from 'xml-crypto';
import { digestAlgorithms, type SignatureAlgorithm, signatureAlgorithms } from '../keys/algorithms.ts';
import type { Signature } from './signatures.ts';

/**
 * The canonical text of the signed element, if one of the certificates verifies the signature; otherwise undefined.
 * Verifies what @node-saml/node-saml does not: ECDSA, SHA-384, and assertions that Rollcall decrypted itself, because
 * the library has an old xml-encryption.
 */
export function signedText(
  xml: string,
  signature: Signature,
  certificates: readonly string[],
): string | undefined {
  for (const certificate of certificates) {
    const signed = new SignedXml({ publicCert: certificate });
    signed.SignatureAlgorithms = Object.fromEntries(
      [...signatureAlgorithms].map(([uri, algorithm]) => [uri, verifier(uri, algorithm)]),
    );
    signed.HashAlgorithms = Object.fromEntries(
      [...digestAlgorithms].map(([uri, hash]) => [uri, hasher(uri, hash)]),
    );
    const text = checked(signed, xml, signature);
    if (text !== undefined) return text;
  }
  return undefined;
}

function checked(signed: SignedXml, xml: string, { element }: Signature): string | undefined {
  try {
    signed.loadSignature(element);
    if (!signed.checkSignature(xml)) return undefined;
    const [text, ...more] = signed.getSignedReferences();
    return more.length === 0 ? text : undefined;
  } catch {
    return undefined;
  }
}

function verifier(uri: string, { key: type, hash }: SignatureAlgorithm) {
  const encoding = type === 'ec' ? ({ dsaEncoding: 'ieee-p1363' } as const) : {};
  return class {
    getAlgorithmName(): string {
      return uri;
    }

    getSignature(text: string, key: string): string {
      return createSign(hash)
        .update(text)
        .sign({ key, ...encoding }, 'base64');
    }

    verifySignature(text: string, key: KeyLike, value: string): boolean {
      return createVerify(hash)
        .update(text)
        .verify({ key: String(key), ...encoding }, value, 'base64');
    }
  };
}

function hasher(uri: string, hash: string) {
  return class {
    getAlgorithmName(): string {
      return uri;
    }

    getHash(text: string): string {
      return createHash(hash).update(text, 'utf8').digest('base64');
    }
  };
}
