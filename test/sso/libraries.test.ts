import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

describe('the SAML libraries', () => {
  const least = { '@node-saml/node-saml': '5.1.0', 'xml-crypto': '6.3.2', '@xmldom/xmldom': '0.8.15' };
  const lock = JSON.parse(readFileSync(join(import.meta.dirname, '../../package-lock.json'), 'utf8')) as {
    packages: Record<string, { readonly dev?: boolean }>;
  };

  for (const [name, version] of Object.entries(least)) {
    it(`${name} is ${version} or newer, wherever the service could load it`, () => {
      const found = Object.entries(lock.packages)
        .filter(([path, { dev }]) => path.endsWith(`node_modules/${name}`) && !dev)
        .map(([path]) => installed(path));
      expect(found).not.to.deep.equal([]);
      expect(found.filter((one) => isOlder(one, version))).to.deep.equal([]);
    });
  }
});

function installed(path: string): string {
  const file = join(import.meta.dirname, '../..', path, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function isOlder(one: string, least: string): boolean {
  return one.localeCompare(least, 'en', { numeric: true }) < 0;
}
