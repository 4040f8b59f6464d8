import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { checkedArgs } from '../../lib/cli/command.ts';
import { describedCommands as all } from '../../lib/cli/described.ts';
import { type Invocation, programOf } from '../../lib/cli/terminal/program.ts';
import { wordsOf } from './operator.ts';

const silent = { write: () => undefined };
const surroundings = { version: '0', stdout: silent, stderr: silent };

function parsed(line: string): Invocation<(typeof all)[number]> {
  let asked: Invocation<(typeof all)[number]> | undefined;
  programOf(all, surroundings, (invocation) => {
    asked = invocation;
  }).parse(wordsOf(line), { from: 'user' });
  if (!asked) throw new Error(`${line} asks for nothing`);
  return asked;
}

describe("the operators' guide", () => {
  let guide: string;

  before(async () => {
    guide = await readFile(new URL('../../docs/operators.md', import.meta.url), 'utf8');
  });

  it('has a valid example of every command', () => {
    const wrong = all.flatMap(({ name, example }) => {
      const problems = guide.includes(example) ? [] : ['is not in the guide'];
      try {
        const { command, args } = parsed(example);
        checkedArgs(command.args, args);
        if (command.name !== name) problems.push(`is ${command.name}`);
      } catch (error) {
        problems.push(String(error));
      }
      return problems.map((problem) => `${name}: ${example}: ${problem}`);
    });
    expect(wrong).to.deep.equal([]);
  });

  it('shows no command that does not exist', () => {
    const shown = [...guide.matchAll(/`((?:[a-z-]+ ){1,3}acme[^`…]*)`|npx rollcall ([a-z]+ --[^\n]+)/g)];
    expect(shown.length).to.be.above(20);
    for (const [, inTable, inBlock] of shown) {
      const { command, args } = parsed(inTable ?? inBlock ?? '');
      checkedArgs(command.args, args);
    }
  });
});
