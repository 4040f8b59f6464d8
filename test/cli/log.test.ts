import { expect } from 'chai';
import { timeSince } from '../../lib/operations/since.ts';
import { movableClock } from '../clock.ts';
import { boot, type Rollcall, type Tenant } from '../helper.ts';
import { type Connection, connected } from '../provisioning/second.ts';
import { operate, type Plain, refusal } from './operator.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 1, 3, 12);

describe('the start of a period', () => {
  const cases: [text: string, is: string][] = [
    ['30m', '2026-02-03T11:30:00.000Z'],
    ['2h', '2026-02-03T10:00:00.000Z'],
    ['3d', '2026-01-31T12:00:00.000Z'],
    ['0m', '2026-02-03T12:00:00.000Z'],
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T08:15', '2026-01-31T08:15:00.000Z'],
    ['2026-01-31T08:15:30.5Z', '2026-01-31T08:15:30.500Z'],
    ['2026-01-31T08:15:30+02:00', '2026-01-31T06:15:30.000Z'],
  ];
  for (const [text, is] of cases)
    it(`is ${is} for ${text}`, () => {
      expect(new Date(timeSince(text, NOW)).toISOString()).to.equal(is);
    });

  const none = [
    '',
    '2',
    'h',
    '-2h',
    '2 h',
    '1.5h',
    '2w',
    'yesterday',
    '2026-02-31',
    '2026-13-01',
    '03.02.2026',
  ];
  for (const text of none)
    it(`is refused as ${JSON.stringify(text)}`, () => {
      expect(() => timeSince(text, NOW)).to.throw(/is not a time\. Write 30m, 2h, 3d, or a date/);
    });
});

describe('the log', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let second: Connection;
  const clock = movableClock();

  before(async () => {
    app = await boot({ runtime: clock.runtime });
    tenant = await app.bootstrap('acme');
    second = await connected(app.services, tenant, { name: 'Entra' });
    for (const [at, scim] of [
      [0, tenant.scim],
      [1, second.scim],
      [2, second.scim],
      [3, tenant.scim],
    ] as const) {
      clock.later = at * HOUR;
      await scim('GET', `/Users/at-${at}`);
      await scim('GET', `/Users?count=${at}`);
      await app.services.logBook.flush();
    }
    await fetch(`${tenant.scimUrl}/Users`, { headers: { authorization: 'Bearer no' } });
  });
  after(() => app.close());

  async function shown(args: Plain): Promise<string[]> {
    const { entries } = await operate(app.services, 'log', { group: 'acme', ...args });
    return (entries as { path: string; status: number }[]).map(
      ({ path, status }) => `${status} ${path.replace(/^\/Users[/?]?/, '')}`,
    );
  }

  const cases: [what: string, args: Plain, entries: string[]][] = [
    ['of one integration', { integration: 'Entra' }, ['200 count=2', '404 at-2', '200 count=1', '404 at-1']],
    [
      'of one integration that were refused',
      { integration: 'Entra', failed: true },
      ['404 at-2', '404 at-1'],
    ],
    ['of the last hours', { since: '90m' }, ['401 ', '200 count=3', '404 at-3', '200 count=2', '404 at-2']],
    [
      'of one integration that were refused in the last hours',
      { integration: 'Entra', failed: true, since: '90m' },
      ['404 at-2'],
    ],
    ['from a date on', { since: '2000-01-01', failed: true, user: 'at-0' }, ['404 at-0']],
    ['of a future time', { since: '2999-01-01' }, []],
  ];
  for (const [what, args, entries] of cases)
    it(`shows the requests ${what}`, async () => {
      expect(await shown(args)).to.deep.equal(entries);
    });

  it('ends its pages at the start of the period', async () => {
    const first = await operate(app.services, 'log', { group: 'acme', since: '90m', limit: 4 });
    expect(first).to.have.property('next');
    expect(await shown({ since: '90m', limit: 4, after: first.next })).to.deep.equal(['404 at-2']);
    const whole = await operate(app.services, 'log', { group: 'acme', since: '90m', limit: 100 });
    expect(whole).not.to.have.property('next');
  });

  it('refuses an unknown integration and a malformed time', async () => {
    expect(await refusal(app.services, 'log', { group: 'acme', integration: 'Nowhere' })).to.deep.include({
      code: 'not_found',
    });
    const { code, message } = await refusal(app.services, 'log', { group: 'acme', since: 'noon' });
    expect(code).to.equal('invalid_arguments');
    expect(message).to.match(/^--since: noon is not a time/);
  });
});
