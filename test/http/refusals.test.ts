import { expect } from 'chai';
import { asPageError } from '../../lib/http/pages/page_errors.ts';
import { refusals } from '../../lib/http/refusals.ts';
import { asScimError } from '../../lib/http/scim/error_handler.ts';
import { type RuleCode, RuleError } from '../../lib/kernel/errors.ts';

describe('a refusal', () => {
  for (const code of Object.keys(refusals) as RuleCode[]) {
    it(`${code} has the same status in SCIM and on pages`, () => {
      const { status, scimType, headers = {} } = refusals[code];
      const thrown = new RuleError(code, 'Choose another one.');
      const answer = { status, headers };
      expect(asScimError(thrown, '')).to.deep.include({
        ...answer,
        scimType,
        message: 'Choose another one.',
      });
      expect(asPageError(thrown)).to.deep.include({ ...answer, code, lines: ['Choose another one.'] });
    });
  }
});
