import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { checkedArgs } from '../../lib/cli/command.ts';
import { localCommands as all } from '../../lib/cli/local/commands.ts';
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

  for (const { name, example } of all)
    it(`has the example of ${name}`, () => {
      expect(guide).to.contain(example);
      const { command, args } = parsed(example);
      expect(command.name).to.equal(name);
      checkedArgs(command.args, args);
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
