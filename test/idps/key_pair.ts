import { generate } from 'selfsigned';

export interface KeyPair {
  readonly key: string;
  readonly certificate: string;
}

/** A key of an identity provider, made now: none is ever kept. */
export async function keyPair(name: string): Promise<KeyPair> {
  const made = await generate([{ name: 'commonName', value: name }], { keySize: 2_048, algorithm: 'sha256' });
  return { key: made.private, certificate: made.cert };
}
