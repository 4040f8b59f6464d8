import { expect } from 'chai';
import { type Recorded, recordings } from './case.ts';

/** The cases of users, then those of groups: every one has a file. */
const CASES = `
  001 002 003 004 006 007 008 009 010 011 012 013 014 015 016 017 019 020 022 025
  026 027 028 029 030 031 033 034 035 036 037 038 039 040 041 042 046 047 048 049
  050 053 054 056 059 067 068 070 072 074 076 077 078 103 104 105 106 107
  024 079 080 081 082 083 085 086 088 089 090 097 098 099 101 102
`
  .trim()
  .split(/\s+/)
  .map((number) => `C-${number}`);

/** The public bug reports that the wire shows: every one has a file. */
const REPORTS = ['R-03', 'R-07', 'R-08', ...Array.from({ length: 29 }, (_, i) => `R-${16 + i}`)];

const all = recordings();

describe('idp/files', () => {
  it('cover every case', () => {
    expect(all.map((one) => one.case)).to.include.members([...CASES, ...REPORTS]);
  });

  it('are named by their case', () => {
    const misnamed = all.filter((one) => !one.file.split('/')[1]?.startsWith(`${one.case}-`));
    expect(misnamed.map((one) => one.file)).to.deep.equal([]);
  });

  it('share no e-mail address, because accounts are shared by e-mail', () => {
    const owners = new Map<string, string>();
    const shared = all.flatMap((one) =>
      addresses(one).flatMap((address) => {
        const owner = owners.get(address) ?? one.file;
        owners.set(address, owner);
        return owner === one.file ? [] : [`${address}: ${owner} and ${one.file}`];
      }),
    );
    expect(shared).to.deep.equal([]);
  });
});

function addresses({ steps }: Recorded): string[] {
  const written = JSON.stringify(steps.map(({ request }) => [request.body ?? null, request.raw ?? '']));
  return [...new Set(written.toLowerCase().match(/[^\s"'\\]+@[\w.-]+/g) ?? [])];
}
