import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { RuleError } from '../../lib/errors.ts';
import { readCertificate } from '../../lib/sso/certificates.ts';
import { keyPair } from './fixture.ts';

describe('a certificate', () => {
  it('is refused where its key cannot be read', async () => {
    const { certificate } = await keyPair();
    const der = Buffer.from(new X509Certificate(certificate).raw);
    const rsaEncryption = Buffer.from('2a864886f70d010101', 'hex');
    der[der.indexOf(rsaEncryption) + rsaEncryption.length - 1] = 0x63;
    expect(() => readCertificate(der.toString('base64')))
      .to.throw(RuleError)
      .that.has.property('code', 'invalid_value');
  });
});
