import { expect } from 'chai';
import { hasParts, searchedParts, searchWords } from '../../lib/accounts/search_words.ts';

const ada = ['Ada Lovelace', 'ada', 'Ada.Lovelace@mail.acme.test'] as const;

describe('the words of a search', () => {
  const found: readonly [what: string, values: readonly string[], text: string][] = [
    ['the start of a name', ada, 'Love'],
    ['several starts in any order', ada, 'lov ad'],
    ['an address', ada, 'ada.lovelace@mail.acme.test'],
    ['a part of an address', ada, 'lovelace@mail'],
    ['a domain', ada, '@mail.acme'],
    ['a name without its accents', ['Édith Piaf'], 'edith'],
    ['a name with its accents', ['Edith Piaf'], 'ÉDITH'],
    ['the second half of a double name', ['Mary-Jane O’Neil'], 'jane'],
    ['a given name after a family name without a space', ['山田太郎'], '太郎'],
    ['a Korean given name', ['김철수'], '철수'],
    ['a name in Cyrillic', ['Иван Петров'], 'петр'],
  ];
  for (const [what, values, text] of found)
    it(`find ${what}: ${text}`, () => {
      expect(hasParts(searchWords(...values), searchedParts(text))).to.equal(true);
    });

  const missed: readonly [what: string, text: string][] = [
    ['the middle of a word', 'velace'],
    ['a word of somebody else', 'ada grace'],
    ['the end of a domain', 'test'],
  ];
  for (const [what, text] of missed)
    it(`do not find ${what}: ${text}`, () => {
      expect(hasParts(searchWords(...ada), searchedParts(text))).to.equal(false);
    });

  it('are few: none begins another one', () => {
    expect(searchWords(...ada)).to.deep.equal([
      'ada.lovelace@mail.acme.test',
      'lovelace@mail.acme.test',
      'mail.acme.test',
    ]);
  });

  it('have a maximum number and length', () => {
    const many = Array.from({ length: 200 }, (_, at) => `word${at}${'x'.repeat(100)}`).join(' ');
    const words = searchWords(many);
    expect(words).to.have.length(24);
    expect(words[0]).to.have.length(64);
  });
});
