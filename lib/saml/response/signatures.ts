import {
  digestAlgorithms,
  ENVELOPED,
  EXCLUSIVE_C14N,
  refuseAlgorithm,
  type SignatureAlgorithm,
  signatureAlgorithms,
} from '../keys/algorithms.ts';
import { SamlError } from '../saml_error.ts';
import { allNamed, attribute, childrenOf, elementsIn, isElement } from '../xml/xml.ts';
import { hasOnly } from './envelope.ts';

/** The claims of a signature with the accepted structure. */
export interface Signature {
  readonly element: Element;
  readonly algorithm: string;
  readonly key: SignatureAlgorithm['key'];
  readonly digest: string;
}

/**
 * The signatures directly below `owners` (a Response, an Assertion), each with the only structure that SAML allows
 * (saml-core 5.4): one reference to its parent, enveloped, exclusive canonicalization without comments. Throws
 * `SamlError` for any other structure, for a signature anywhere else in `root`, and for algorithms that are not
 * accepted.
 */
export function signaturesOf(root: Element, owners: readonly Element[]): Map<Element, Signature> {
  const found = new Map<Element, Signature>();
  for (const owner of owners) {
    const [signature, ...more] = childrenOf(owner, 'signature', 'Signature');
    if (more.length > 0) throw badShape('an element has two signatures');
    if (signature) found.set(owner, checked(signature, owner));
  }
  if (allNamed(root, 'Signature').length !== found.size) throw badShape('a signature is in a wrong place');
  return found;
}

function checked(signature: Element, owner: Element): Signature {
  const info = only(signature, 'SignedInfo');
  only(signature, 'SignatureValue');
  if (
    !hasOnly(signature, 'SignedInfo', 'SignatureValue', 'KeyInfo') ||
    allNamed(signature, 'SignedInfo').length > 1
  )
    throw badShape('the signature contains an unknown element');
  const method = only(info, 'SignatureMethod');
  const reference = only(info, 'Reference');
  if (
    !hasOnly(info, 'CanonicalizationMethod', 'SignatureMethod', 'Reference') ||
    elementsIn(method).length > 0
  )
    throw badShape('SignedInfo contains an unknown element');
  checkCanonicalization(only(info, 'CanonicalizationMethod'));
  checkReference(reference, owner);
  const algorithm = attribute(method, 'Algorithm') ?? '';
  const digest = attribute(only(reference, 'DigestMethod'), 'Algorithm') ?? '';
  const key = signatureAlgorithms.get(algorithm)?.key ?? refuseAlgorithm('the signature method', algorithm);
  if (!digestAlgorithms.has(digest)) refuseAlgorithm('the digest method', digest);
  return { element: signature, algorithm, key, digest };
}

function checkReference(reference: Element, owner: Element): void {
  const id = attribute(owner, 'ID');
  if (!id || attribute(reference, 'URI') !== `#${id}`) throw badShape('its reference is not to its parent');
  if (!hasOnly(reference, 'Transforms', 'DigestMethod', 'DigestValue'))
    throw badShape('the reference contains an unknown element');
  only(reference, 'DigestValue');
  const transforms = elementsIn(only(reference, 'Transforms'));
  const [enveloped, canonical] = transforms;
  if (transforms.length !== 2 || !enveloped || !canonical)
    throw badShape('it does not have the two transforms');
  if (attribute(enveloped, 'Algorithm') !== ENVELOPED || elementsIn(enveloped).length > 0)
    throw badShape('its first transform is not the enveloped one');
  checkCanonicalization(canonical);
}

function checkCanonicalization(method: Element): void {
  if (attribute(method, 'Algorithm') !== EXCLUSIVE_C14N)
    throw badShape('its canonicalization is not the exclusive one without comments');
  if (!hasOnly(method, 'InclusiveNamespaces')) throw badShape('its canonicalization has unknown parameters');
}

function only(parent: Element, name: string): Element {
  const [child, ...more] = elementsIn(parent).filter(({ localName }) => localName === name);
  if (!child || more.length > 0 || !isElement(child, 'signature', name))
    throw badShape(`it has ${more.length > 0 ? 'several' : 'no'} ${name}`);
  return child;
}

function badShape(found: string): SamlError {
  return new SamlError('saml.signature_shape', found);
}
