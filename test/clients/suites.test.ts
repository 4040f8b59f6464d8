import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { boot, type Rollcall } from '../helper.ts';
import { python } from './available.ts';
import { environmentFor, pythonProgram } from './driver.ts';

interface Suite {
  readonly name: string;
  readonly program: string;
  readonly groups: readonly string[];
}

interface Check {
  readonly group: string;
  readonly name: string;
  readonly passed: boolean;
  readonly why: string;
}

const suites: readonly Suite[] = [
  {
    name: 'scim2-tester',
    program: 'run_scim2_tester.py',
    groups: ['the service', 'User', 'Group', 'GroupMembership', 'Role', 'Entitlement'],
  },
  {
    name: 'scim-sanity',
    program: 'run_scim_sanity.py',
    groups: [
      'Discovery',
      'User CRUD Lifecycle',
      'Group CRUD Lifecycle',
      'Agent CRUD Lifecycle',
      'AgenticApplication CRUD Lifecycle',
      'Agent Rapid Lifecycle',
      'Search',
      'Error Handling',
    ],
  },
];

const page = readFileSync(new URL('../../docs/conformance.md', import.meta.url), 'utf8');
const path = process.env[python.variable];

for (const { name: suite, program, groups } of path ? suites : []) {
  describe(`the conformance suite ${suite}`, function () {
    this.timeout(270_000);
    /** By the table of deviations: `group: check`, or `group: *` where every check of the group fails. */
    const deviations = [...page.matchAll(/^\| ([\w-]+) \| `([^`]+)` \|/gm)].flatMap(([, of, check = '']) =>
      of === suite ? [check] : [],
    );
    let rollcall: Rollcall;
    let checks: readonly Check[];

    before(async () => {
      rollcall = await boot();
      // A suite deletes everybody it has made, which the guard is there to stop.
      const tenant = await rollcall.bootstrap(undefined, { removalGuard: 'off' });
      const { program: file, args } = pythonProgram(path ?? '', program);
      const { stdout } = await promisify(execFile)(file, args, {
        env: environmentFor(tenant),
        timeout: 240_000,
      });
      checks = JSON.parse(stdout) as Check[];
    });

    after(() => rollcall?.close());

    it('runs every expected check', () => {
      expect([...new Set(checks.map(({ group }) => group))]).to.have.members(groups);
    });

    for (const group of groups) {
      it(`fails in ${group} exactly where docs/conformance.md declares it`, () => {
        const failing = checks.filter((check) => check.group === group && !check.passed);
        const known = deviations.filter((check) => check.startsWith(`${group}: `));
        const covers = (deviation: string, { name }: Check) =>
          deviation === `${group}: *` || deviation === `${group}: ${name}`;
        const unknown = failing.filter((check) => !known.some((deviation) => covers(deviation, check)));
        expect(unknown, 'not on the page').to.deep.equal([]);
        const past = known.filter((deviation) => !failing.some((check) => covers(deviation, check)));
        expect(past, 'on the page, and passing').to.deep.equal([]);
      });
    }
  });
}
