import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { samlCodes } from '../../../lib/saml/saml_error.ts';
import { refusalCodes } from '../../../lib/sign_on/refusal.ts';

describe('docs/errors.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/errors.md'), 'utf8');

  it('has every code of a SAML refusal', () => {
    const missing = [...samlCodes, ...refusalCodes].filter((code) => !page.includes(`\n| \`${code}\` |`));
    expect(missing).to.deep.equal([]);
  });

  it('has no unused SAML code', () => {
    const ours = new Set<string>([...samlCodes, ...refusalCodes]);
    const answered = [
      'malformed_form',
      'unknown_group',
      'too_many_attempts',
      'unavailable',
      'internal_error',
    ];
    for (const name of answered) ours.add(`saml.${name}`);
    const listed = [...page.matchAll(/`(saml\.\w+)`/g)].map(([, code = '']) => code);
    expect(listed.filter((code) => !ours.has(code))).to.deep.equal([]);
  });
});
