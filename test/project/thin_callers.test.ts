import { expect } from 'chai';
import { sources } from './sources.ts';

/** Files that still change or read the store; the list only gets shorter. */
const remaining: readonly string[] = [];

const access =
  /\b(?:tx|unit|view|store|reader)\s*\.(?:insert|update|remove|restore|transaction|get|find|list|locate|sweep|query|record|touch)\b|(?<![.\w])record\(|\.transaction\(/;

describe('callers of operations', () => {
  it('do not use the store, except the listed files', () => {
    const touching = sources()
      .filter(({ path }) => /^lib\/(operator|cli|http|web)\/.*\.tsx?$/.test(path))
      .filter(({ text }) => access.test(text))
      .map(({ path }) => path);
    expect(touching.sort()).to.deep.equal([...remaining].sort());
  });
});
