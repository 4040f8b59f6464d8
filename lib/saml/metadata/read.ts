import { limits } from '../../../config/limits.ts';
import { RuleError } from '../../kernel/index.ts';
import type { Binding } from '../connection.ts';
import { type ReadCertificate, readCertificates } from '../keys/certificates.ts';
import { SamlError } from '../saml_error.ts';
import { timeOf } from '../xml/time.ts';
import { allNamed, childrenOf, collapsed, isElement, parseStrict, textOf, token } from '../xml/xml.ts';
import type { Bounds } from '../xml/xml_scan.ts';
import { withoutDeclaration } from '../xml/xml_text.ts';

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const bindings: Readonly<Record<string, Binding>> = {
  'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect': 'redirect',
  'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST': 'post',
};
const bounds: Bounds = {
  nodes: limits.samlMetadataNodes,
  depth: limits.samlMetadataDepth,
  names: limits.samlMetadataElementNames,
  namespaces: limits.samlNamespaces,
  comments: true,
};

/** The content of an identity provider's metadata, for review before it is saved. */
export interface MetadataPreview {
  readonly entityId: string;
  readonly ssoUrl: string;
  readonly binding: Binding;
  readonly certificates: readonly ReadCertificate[];
  /** The sign-on URLs by binding. */
  readonly endpoints: Readonly<Partial<Record<Binding, string>>>;
  readonly nameIdFormats: readonly string[];
  readonly wantsSignedRequests: boolean;
  readonly validUntil?: number;
  /** Sentences about ignored parts and about possible mistakes. */
  readonly warnings: readonly string[];
}

interface Reading {
  readonly now: number;
  /** The wanted identity provider, if the document has several. */
  readonly entityId?: string | undefined;
  readonly binding?: Binding | undefined;
  /** Whether to accept http endpoints too, for tests. */
  readonly allowHttp?: boolean;
}

/**
 * Reads the metadata of an identity provider (saml-metadata 2.4.3) as untrusted input. Throws `RuleError` with the
 * reason for unusable metadata.
 */
export function readMetadata(document: string, reading: Reading): MetadataPreview {
  const root = rootOf(document);
  const { entity, descriptor } = descriptorOf(root, reading.entityId);
  const entityId = checkedEntityId(token(entity, 'entityID'));
  const validUntil = validityOf([...ancestorsOf(entity), entity, descriptor], reading.now);
  const warnings: string[] = [];
  const endpoints = endpointsOf(descriptor, reading.allowHttp === true, warnings);
  const binding = chosen(endpoints, reading.binding);
  const ssoUrl = binding && endpoints[binding];
  if (!binding || !ssoUrl) throw invalid('it has no usable https sign-on URL for HTTP-Redirect or HTTP-POST');
  const certificates = certificatesOf(descriptor, reading.now, warnings);
  return {
    entityId,
    ssoUrl,
    binding,
    certificates,
    endpoints,
    nameIdFormats: childrenOf(descriptor, 'metadata', 'NameIDFormat').map((one) =>
      collapsed(textOf(one) ?? ''),
    ),
    wantsSignedRequests: ['true', '1'].includes(token(descriptor, 'WantAuthnRequestsSigned') ?? ''),
    ...(validUntil === undefined ? {} : { validUntil }),
    warnings,
  };
}

/** Returns the entity ID if saml-metadata 2.2.1 allows it. Throws `RuleError` otherwise. */
export function checkedEntityId(entityId: string | undefined): string {
  if (!entityId || entityId.length > 1_024 || /[\s\p{Cc}]/u.test(entityId))
    throw invalid('its entity id is missing, too long or not a URI');
  return entityId;
}

/** Returns a sign-on URL if it is https, without credentials or fragment. Throws `RuleError` otherwise. */
export function checkedSsoUrl(text: string, allowHttp = false): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHttps = url?.protocol === 'https:' || (allowHttp && url?.protocol === 'http:');
  if (!url || !isHttps || url.username || url.password || url.hash)
    throw new RuleError(
      'invalid_sign_on_url',
      `${text.slice(0, 200)} cannot be a sign-on URL. Give an https URL without credentials or fragment.`,
    );
  return url.href;
}

function rootOf(document: string): Element {
  if (Buffer.byteLength(document) > limits.samlMetadataBytes)
    throw invalid(`it is larger than ${limits.samlMetadataBytes} bytes`);
  try {
    return parseStrict(withoutDeclaration(document), bounds);
  } catch (error) {
    if (!(error instanceof SamlError)) throw error;
    throw invalid(`it is not a readable XML document (${error.code})`, error);
  }
}

function descriptorOf(
  root: Element,
  wanted: string | undefined,
): { readonly entity: Element; readonly descriptor: Element } {
  if (!isElement(root, 'metadata', 'EntityDescriptor') && !isElement(root, 'metadata', 'EntitiesDescriptor'))
    throw invalid('it is not SAML 2.0 metadata');
  const all = allNamed(root, 'EntityDescriptor')
    .filter((entity) => isElement(entity, 'metadata', 'EntityDescriptor'))
    .flatMap((entity) => {
      const descriptors = childrenOf(entity, 'metadata', 'IDPSSODescriptor').filter((descriptor) =>
        (token(descriptor, 'protocolSupportEnumeration') ?? '').split(/\s+/).includes(PROTOCOL),
      );
      return descriptors.map((descriptor) => ({ entity, descriptor }));
    });
  if (all.length > limits.samlEntities)
    throw invalid(`it has more than ${limits.samlEntities} identity providers`);
  if (all.length === 0) throw invalid('it has no identity provider for SAML 2.0');
  const named = wanted === undefined ? all : all.filter(({ entity }) => token(entity, 'entityID') === wanted);
  const [only, ...more] = named;
  if (!only) throw invalid(`it has no identity provider with the entity id ${wanted}`);
  const ids = new Set(named.map(({ entity }) => token(entity, 'entityID')));
  if (ids.size > 1)
    throw new RuleError(
      'several_providers',
      `The metadata has several identity providers. Name one: ${[...ids].slice(0, 10).join(', ')}.`,
    );
  if (more.length > 0) throw invalid('it has the same identity provider twice');
  return only;
}

function ancestorsOf(element: Element): Element[] {
  const found: Element[] = [];
  for (let node = element.parentNode; node && node.nodeType === 1; node = node.parentNode)
    found.push(node as Element);
  return found;
}

function validityOf(elements: readonly Element[], now: number): number | undefined {
  const ends = elements.flatMap((element) => token(element, 'validUntil') ?? []).map(timeIn);
  if (ends.length === 0) return undefined;
  const validUntil = Math.min(...ends);
  if (validUntil <= now) throw invalid(`it was valid until ${new Date(validUntil).toISOString()}`);
  return validUntil;
}

function timeIn(text: string): number {
  try {
    return timeOf(text);
  } catch (error) {
    throw invalid(`${text.slice(0, 40)} is not a time`, error);
  }
}

function endpointsOf(
  descriptor: Element,
  allowHttp: boolean,
  warnings: string[],
): Partial<Record<Binding, string>> {
  const found: Partial<Record<Binding, string>> = {};
  for (const service of childrenOf(descriptor, 'metadata', 'SingleSignOnService')) {
    const binding = bindings[token(service, 'Binding') ?? ''];
    const location = token(service, 'Location');
    if (!binding || location === undefined || found[binding] !== undefined) continue;
    try {
      found[binding] = checkedSsoUrl(location, allowHttp);
    } catch (error) {
      if (!(error instanceof RuleError)) throw error;
      warnings.push(error.message);
    }
  }
  return found;
}

function chosen(
  endpoints: Partial<Record<Binding, string>>,
  wanted: Binding | undefined,
): Binding | undefined {
  const all = (['redirect', 'post'] as const).filter((binding) => endpoints[binding] !== undefined);
  return wanted !== undefined && all.includes(wanted) ? wanted : all[0];
}

function certificatesOf(descriptor: Element, now: number, warnings: string[]): ReadCertificate[] {
  const found = new Map<string, ReadCertificate>();
  const keys = childrenOf(descriptor, 'metadata', 'KeyDescriptor').filter((key) =>
    [undefined, 'signing'].includes(token(key, 'use')),
  );
  const texts = keys.flatMap((key) =>
    childrenOf(key, 'signature', 'KeyInfo').flatMap((info) =>
      childrenOf(info, 'signature', 'X509Data').flatMap((data) =>
        childrenOf(data, 'signature', 'X509Certificate'),
      ),
    ),
  );
  for (const text of texts) {
    try {
      for (const one of readCertificates(textOf(text) ?? '')) found.set(one.sha256, one);
    } catch (error) {
      if (!(error instanceof RuleError)) throw error;
      warnings.push(error.message);
    }
  }
  if (found.size === 0)
    throw invalid(['it has no usable signing certificate', ...warnings.map(clause)].join('; '));
  if (found.size > limits.samlCertificates)
    throw invalid(`it has more than ${limits.samlCertificates} signing certificates`);
  for (const { notAfter, subject } of found.values()) {
    if (notAfter <= now) warnings.push(`The certificate ${subject} has expired.`);
  }
  return [...found.values()];
}

/** A sentence without its full stop. */
function clause(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

function invalid(why: string, cause?: unknown): RuleError {
  return new RuleError('unusable_metadata', `The metadata cannot be used: ${why}.`, cause);
}
