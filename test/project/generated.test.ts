import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { answerSchemas } from '../../scripts/api_answers.ts';
import { apiPaths, apiTypes } from '../../scripts/api_types.ts';

const read = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8');

describe('what is generated for the API', () => {
  it('lib/api/answers.json is the output of npm run docs', function () {
    this.timeout(120_000);
    expect(JSON.parse(read('lib/api/answers.json'))).to.deep.equal(answerSchemas());
  });

  it('lib/types/api.d.ts is the output of npm run docs', async function () {
    this.timeout(120_000);
    expect(read('lib/types/api.d.ts')).to.equal(await apiTypes());
  });

  it('lib/types/paths.d.ts is the output of npm run docs', () => {
    expect(read('lib/types/paths.d.ts')).to.equal(apiPaths());
  });
});
