import { createVerify } from 'node:crypto';
import { ExclusiveCanonicalization } from 'xml-crypto';
import { signatureAlgorithms } from '../keys/algorithms.ts';
import { childrenOf, textOf } from '../xml/xml.ts';
import type { Signature } from './signatures.ts';

/**
 * Whether one of the certificates verifies the SignatureValue over SignedInfo: the minimum of a valid signature.
 * It is cheap, and says nothing about the element whose digest SignedInfo names.
 */
export function isInfoSigned({ element, algorithm }: Signature, certificates: readonly string[]): boolean {
  const [info] = childrenOf(element, 'signature', 'SignedInfo');
  const [value] = childrenOf(element, 'signature', 'SignatureValue');
  const known = signatureAlgorithms.get(algorithm);
  if (!info || !value || !known) return false;
  const text = String(
    new ExclusiveCanonicalization().process(info.cloneNode(true) as Element, {
      ancestorNamespaces: namespacesAround(element),
    }),
  );
  const encoding = known.key === 'ec' ? ({ dsaEncoding: 'ieee-p1363' } as const) : {};
  return certificates.some((key) =>
    createVerify(known.hash)
      .update(text)
      .verify({ key, ...encoding }, textOf(value) ?? '', 'base64'),
  );
}

/** The declared prefixes that an element sees, the nearest one of each name. */
function namespacesAround(element: Element): { prefix: string; namespaceURI: string }[] {
  const found = new Map<string, string>();
  for (let node: Node | null = element; node?.nodeType === element.nodeType; node = node.parentNode)
    for (const { name, value } of Array.from((node as Element).attributes))
      if (name.startsWith('xmlns:') && !found.has(name)) found.set(name, value);
  return [...found].map(([name, namespaceURI]) => ({ prefix: name.slice('xmlns:'.length), namespaceURI }));
}
