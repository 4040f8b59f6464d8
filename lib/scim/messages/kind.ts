import { InvalidSyntax } from '../errors.ts';

const MESSAGE = /^urn:ietf:params:scim:api:messages:2\.0:(\w{1,50})$/i;

/**
 * Throws `InvalidSyntax` when the `schemas` of a message name another message of RFC 7644, to prevent mistakes. Missing
 * and legacy schemas are accepted.
 */
export function checkKind(schemas: unknown, wanted: 'BulkRequest' | 'PatchOp' | 'SearchRequest'): void {
  const texts = [schemas].flat().filter((urn) => typeof urn === 'string');
  const sent = texts.flatMap((urn) => MESSAGE.exec(urn)?.[1] ?? []);
  const [other] = sent;
  if (other === undefined || sent.some((name) => name.toLowerCase() === wanted.toLowerCase())) return;
  throw new InvalidSyntax(`The schemas name the message ${other}. Send a ${wanted} here.`);
}
