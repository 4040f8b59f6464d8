import { expect } from 'chai';
import { fields, harmless, quoted, table } from '../../lib/cli/terminal/layout.ts';
import { colourful, plain } from '../../lib/cli/terminal/paint.ts';

describe('text for the operator', () => {
  it('aligns columns, in colour as without', () => {
    const rows = [
      ['ann', ['green', 'live'], 'x'],
      ['bartholomew', ['dim', 'expired'], ''],
    ] as const;
    expect(table(['name', 'state', 'note'], rows, plain).split('\n')).to.deep.equal([
      'name         state    note',
      'ann          live     x',
      'bartholomew  expired',
    ]);
    expect(table(['name', 'state', 'note'], rows, colourful).split('\n')[1]).to.equal(
      'ann          \u001b[32mlive\u001b[39m     x',
    );
  });

  it('aligns names of wide characters, of emoji and of combining marks', () => {
    const rows = [
      ['王小明', 'wang', 'x'],
      ['José 👩‍💻', 'jose', 'x'],
      ['ann', 'ann', 'x'],
    ];
    expect(table(['name', 'username', 'note'], rows, plain).split('\n')).to.deep.equal([
      'name     username  note',
      '王小明   wang      x',
      'José 👩‍💻  jose      x',
      'ann      ann       x',
    ]);
    expect(table(['name', 'note'], [['王'.repeat(50), 'x']], plain).split('\n')[1]).to.equal(
      `${'王'.repeat(39)}…  x`,
    );
  });

  it('cuts long text, so that one value does not pad every row', () => {
    const long = 'x'.repeat(65_000);
    const [, cut = '', short = ''] = table(
      ['name', 'state', 'note'],
      [
        [long, ['red', long], long],
        ['ann', 'live', 'n'],
      ],
      plain,
    ).split('\n');
    const [name = '', state = '', note = ''] = cut.split('  ');
    expect([name, state, note].map((text) => [text.length, text.at(-1)])).to.deep.equal([
      [80, '…'],
      [80, '…'],
      [400, '…'],
    ]);
    expect(short).to.have.length(165);
  });

  it('never cuts inside a surrogate pair', () => {
    expect(table(['a', 'b'], [[`${'x'.repeat(78)}😀${'x'.repeat(9)}`, 'y']], plain)).to.contain(
      `${'x'.repeat(78)}…  y`,
    );
  });

  it('omits a field without a value', () => {
    const pairs = [
      ['id', '1'],
      ['e-mail', undefined],
      ['name', 'Ann'],
    ] as const;
    expect(fields(pairs, plain)).to.equal('  id    1\n  name  Ann');
  });

  it('removes characters that move the cursor or change the text direction', () => {
    const hostile = { a: ['x\u001b[2Jy', { b: 'z\u202egpj.exe\r\n' }], c: 1, d: 'Zoë 李' };
    expect(harmless(hostile)).to.deep.equal({
      a: ['x\ufffd[2Jy', { b: 'z\ufffdgpj.exe\ufffd\ufffd' }],
      c: 1,
      d: 'Zoë 李',
    });
  });

  it('quotes a word for a shell', () => {
    expect(['a@b.c', 'first token', "it's", '$(x)'].map(quoted)).to.deep.equal([
      'a@b.c',
      "'first token'",
      "'it'\\''s'",
      "'$(x)'",
    ]);
  });
});
