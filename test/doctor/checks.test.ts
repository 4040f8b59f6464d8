import { expect } from 'chai';
import { checks } from '../../lib/doctor/checks.ts';
import type { Evidence, Finding } from '../../lib/doctor/types.ts';
import type { EndingView } from '../../lib/operations/endings.ts';
import { DAY, ending, evidence, health, NOW, onMongo, replicaSet, secrets } from './evidence.ts';

interface Case {
  readonly check: string;
  readonly when: string;
  readonly is: Finding['state'];
  readonly says: RegExp;
  readonly changes?: Partial<Evidence>;
  readonly variables?: Readonly<Record<string, string>>;
}

const { visit: sound, directory } = evidence();
const visit = (changes: object) => ({ visit: { ...sound, ...changes } as Evidence['visit'] });
const broken = { problem: 'It does not answer. Start it.' };
const mongo = (changes: object): Pick<Case, 'changes' | 'variables'> => ({
  changes: { mongo: { ...replicaSet, ...changes } },
  variables: onMongo,
});
const ends = (more: Partial<EndingView>) => ({
  data: { health, endings: { total: 1, endings: [{ ...ending, ...more }] } },
});
const soon = new Date(NOW + 3 * DAY).toISOString();

const cases: readonly Case[] = [
  { check: 'settings', when: 'nothing is doubtful', is: 'ok', says: /No setting/ },
  {
    ...{
      check: 'settings',
      when: 'MONGODB_CREATE stays set',
      is: 'warning',
      says: /MONGODB_CREATE is true.*Remove it/,
    },
    variables: { ...onMongo, MONGODB_CREATE: 'true' },
  },
  { check: 'secrets', when: 'all are random', is: 'ok', says: /All four/ },
  {
    ...{
      check: 'secrets',
      when: 'one repeats itself',
      is: 'failed',
      says: /AUDIT_SECRET can be guessed.*openssl/,
    },
    variables: { AUDIT_SECRET: 'abc'.repeat(20) },
  },
  {
    ...{ check: 'secrets', when: 'one is of an example', is: 'failed', says: /SAML_SECRET can be guessed/ },
    variables: { SAML_SECRET: 'change-me-4f9a8b7c6d5e0123456789xyz' },
  },
  {
    ...{
      check: 'secrets',
      when: 'two are equal',
      is: 'failed',
      says: /TOKEN_PEPPER and AUDIT_SECRET have the same/,
    },
    variables: { AUDIT_SECRET: secrets.TOKEN_PEPPER },
  },
  {
    ...{
      check: 'secrets',
      when: 'one is being replaced',
      is: 'warning',
      says: /^A previous value is still set: TOKEN_PEPPER\. .*secrets status/,
    },
    variables: { TOKEN_PEPPER_PREVIOUS: 'dGhlIGZvcm1lciB2YWx1ZSBvZiB0aGUgcGVwcGVy' },
  },
  {
    ...{
      check: 'secrets',
      when: 'two are being replaced',
      is: 'warning',
      says: /^A previous value is still set: TOKEN_PEPPER and AUDIT_SECRET\./,
    },
    variables: {
      TOKEN_PEPPER_PREVIOUS: 'dGhlIGZvcm1lciB2YWx1ZSBvZiB0aGUgcGVwcGVy',
      AUDIT_SECRET_PREVIOUS: 'dGhlIGZvcm1lciB2YWx1ZSBvZiB0aGUgYXVkaXQga2V5',
    },
  },
  {
    ...{ check: 'secrets', when: 'there are none yet', is: 'skipped', says: /first start makes them/ },
    changes: { config: { ...evidence().config, secrets: undefined } },
  },
  { check: 'data_dir', when: 'it belongs to the service', is: 'ok', says: /service alone/ },
  {
    ...{ check: 'data_dir', when: 'it cannot be written', is: 'failed', says: /EACCES.*Give it/ },
    changes: { directory: { ...directory, unwritable: 'EACCES' } },
  },
  {
    ...{ check: 'data_dir', when: 'MongoDB has the data', is: 'skipped', says: /Nothing is written/ },
    changes: { directory: { ...directory, unwritable: 'EROFS' } },
    variables: onMongo,
  },
  {
    ...{ check: 'data_dir', when: 'others can read it', is: 'warning', says: /chmod/ },
    changes: { directory: { ...directory, exposed: ['Others can read it: chmod go= it.'] } },
  },
  { check: 'database', when: 'the store is embedded', is: 'skipped', says: /embedded/ },
  {
    check: 'database',
    when: 'three members acknowledge',
    is: 'ok',
    says: /8\.0\.4 with 3 members/,
    ...mongo({}),
  },
  {
    ...{ check: 'database', when: 'it does not answer', is: 'failed', says: /Start it/ },
    changes: { mongo: broken },
  },
  {
    ...{ check: 'database', when: 'it is a standalone server', is: 'failed', says: /no transactions/ },
    ...mongo({ unsuitable: 'It has no transactions.' }),
  },
  {
    check: 'database',
    when: 'one member is all',
    is: 'warning',
    says: /one member.*three/,
    ...mongo({ members: 1 }),
  },
  {
    check: 'database',
    when: 'a majority is slow',
    is: 'warning',
    says: /1500 ms/,
    ...mongo({ majorityMs: 1_500 }),
  },
  { check: 'data', when: 'this version reads it', is: 'ok', says: /format 1, written by Rollcall 1\.0\.0/ },
  {
    check: 'data',
    when: 'the store cannot be opened',
    is: 'failed',
    says: /Start it/,
    changes: { data: broken },
  },
  {
    check: 'data',
    when: 'there is none yet',
    is: 'skipped',
    says: /bootstrap/,
    changes: { data: undefined },
  },
  {
    ...{ check: 'data', when: 'a job is late', is: 'warning', says: /deliver mails.*rollcall health/ },
    changes: {
      data: {
        health: {
          ...health,
          service: { ...health.service, jobs: [{ name: 'deliver mails', every: 1, late: true }] },
        } as typeof health,
        endings: { total: 0, endings: [] },
      },
    },
  },
  { check: 'backup', when: 'it is of today', is: 'ok', says: /2026-06-01T00/ },
  {
    ...{ check: 'backup', when: 'it is old', is: 'warning', says: /3 days old/ },
    changes: { directory: { ...directory, backupAt: NOW - 3.5 * DAY } },
  },
  {
    ...{ check: 'backup', when: 'there is none', is: 'failed', says: /rollcall backup FILE/ },
    changes: { directory: { exposed: [], free: 50e9, size: 100e9 } },
  },
  { check: 'backup', when: 'MongoDB has the data', is: 'skipped', says: /backup\.md/, variables: onMongo },
  { check: 'backup', when: 'there is no data', is: 'skipped', says: /nothing/, changes: { data: undefined } },
  { check: 'disk', when: 'there is room', is: 'ok', says: /46\.6 GiB \(50 %\) free for DATA_DIR/ },
  {
    ...{ check: 'disk', when: 'less than a tenth is free', is: 'warning', says: /Enlarge/ },
    changes: { directory: { ...directory, free: 5e9 } },
  },
  {
    check: 'disk',
    when: 'MongoDB has no room',
    is: 'failed',
    says: /for MongoDB/,
    ...mongo({ disk: { free: 1e8, size: 1e11 } }),
  },
  {
    check: 'public_url',
    when: 'this installation answers',
    is: 'ok',
    says: /answers at https:\/\/rollcall\.test/,
  },
  {
    ...{ check: 'public_url', when: 'it names this machine', is: 'failed', says: /only this machine/ },
    variables: { PUBLIC_URL: 'http://localhost:8080' },
  },
  {
    check: 'public_url',
    when: 'nothing answers',
    is: 'failed',
    says: /Start it/,
    changes: { visit: broken },
  },
  {
    check: 'public_url',
    when: 'no service runs',
    is: 'skipped',
    says: /Start it/,
    changes: { visit: undefined },
  },
  {
    ...{
      check: 'public_url',
      when: 'somebody else answers',
      is: 'failed',
      says: /answers 200, but not as this/,
    },
    changes: visit({ isOwn: false }),
  },
  {
    ...{ check: 'public_url', when: 'it redirects', is: 'failed', says: /redirects to https:\/\/www/ },
    changes: visit({ isOwn: false, status: 301, location: 'https://www.rollcall.test/' }),
  },
  { check: 'tls', when: 'the certificate is fresh', is: 'ok', says: /ends on 2026-07-31/ },
  {
    ...{ check: 'tls', when: 'the certificate ends soon', is: 'warning', says: /ends on 2026-06-04.*Renew/ },
    changes: visit({ certificateEnds: NOW + 3 * DAY }),
  },
  { check: 'tls', when: 'nothing answers', is: 'skipped', says: /public_url/, changes: { visit: broken } },
  { check: 'proxies', when: 'the number fits', is: 'ok', says: /one proxy adds/ },
  {
    ...{
      check: 'proxies',
      when: 'the number is too high',
      is: 'failed',
      says: /can forge.*TRUSTED_PROXIES to 1/,
    },
    changes: visit({ isForged: true }),
    variables: { TRUSTED_PROXIES: '2' },
  },
  {
    ...{ check: 'proxies', when: 'the number is too low', is: 'failed', says: /for every client.*to 2/ },
    changes: visit({ added: ['198.51.100.7', '10.0.0.2'], client: '10.0.0.2' }),
  },
  {
    ...{
      check: 'proxies',
      when: 'a proxy replaces the header and the number is too high',
      is: 'warning',
      says: /to 1/,
    },
    variables: { TRUSTED_PROXIES: '2' },
  },
  {
    ...{
      check: 'proxies',
      when: 'the proxy adds nothing',
      is: 'warning',
      says: /adds nothing.*TRUSTED_PROXIES to 1/,
    },
    changes: visit({ added: [] }),
    variables: { TRUSTED_PROXIES: '0' },
  },
  {
    check: 'proxies',
    when: 'nothing answers',
    is: 'skipped',
    says: /public_url/,
    changes: { visit: broken },
  },
  {
    check: 'clock',
    when: 'the clocks agree',
    is: 'ok',
    says: /PUBLIC_URL by 0\.1 s, MongoDB by -0\.2 s/,
    ...mongo({}),
  },
  {
    check: 'clock',
    when: 'one is ten milliseconds behind',
    is: 'ok',
    says: /PUBLIC_URL by 0\.0 s/,
    changes: visit({ ahead: -10 }),
  },
  {
    check: 'clock',
    when: 'one is five seconds ahead',
    is: 'warning',
    says: /NTP/,
    changes: visit({ ahead: 5_000 }),
  },
  {
    check: 'clock',
    when: 'MongoDB is two minutes behind',
    is: 'failed',
    says: /MongoDB by -120/,
    ...mongo({ ahead: -120_000 }),
  },
  { check: 'clock', when: 'no clock answers', is: 'skipped', says: /NTP/, changes: { visit: undefined } },
  { check: 'mail', when: 'the server takes the credentials', is: 'ok', says: /rollcall@acme\.test/ },
  { check: 'mail', when: 'the server refuses', is: 'failed', says: /Start it/, changes: { mail: broken } },
  { check: 'mail', when: 'there is none', is: 'warning', says: /mails\.log/, changes: { mail: undefined } },
  { check: 'metrics', when: 'nobody else reads them', is: 'ok', says: /does not show/ },
  {
    ...{
      check: 'metrics',
      when: 'they are public',
      is: 'failed',
      says: /https:\/\/rollcall\.test\/metrics.*Close/,
    },
    changes: { openMetrics: ['https://rollcall.test/metrics'] },
  },
  {
    ...{ check: 'metrics', when: 'nothing answers', is: 'skipped', says: /public_url/ },
    changes: { visit: broken },
  },
  {
    check: 'metrics',
    when: 'there are none',
    is: 'skipped',
    says: /not set/,
    variables: { METRICS_PORT: '' },
  },
  { check: 'certificates', when: 'none ends soon', is: 'ok', says: /No certificate/ },
  {
    ...{
      check: 'certificates',
      when: 'one ends this month',
      is: 'warning',
      says: /of acme ends on 2026-06-21/,
    },
    changes: ends({ kind: 'certificate' }),
  },
  {
    ...{ check: 'certificates', when: 'a key ends this week', is: 'failed', says: /2026-06-04/ },
    changes: ends({ kind: 'key', endsAt: soon }),
  },
  {
    check: 'certificates',
    when: 'the store is closed',
    is: 'skipped',
    says: /See data/,
    changes: { data: broken },
  },
  { check: 'credentials', when: 'none ends soon', is: 'ok', says: /No credential/ },
  {
    check: 'credentials',
    when: 'one ends this month',
    is: 'warning',
    says: /SCIM of acme/,
    changes: ends({}),
  },
  {
    check: 'credentials',
    when: 'one ends this week',
    is: 'failed',
    says: /rotate/,
    changes: ends({ endsAt: soon }),
  },
];

describe('the doctor', () => {
  for (const { check: name, when, is, says, changes, variables } of cases)
    it(`finds ${name} ${is} when ${when}`, () => {
      const found = checks.find((one) => one.name === name)?.find(evidence(changes, variables));
      expect(found?.state, found?.text).to.equal(is);
      expect(found?.text)
        .to.match(says)
        .and.match(/^(?:https:|[^a-z]).*\.$/s);
    });

  it('is seen to find each check in order and not in order', () => {
    const states = (name: string) => new Set(cases.filter(({ check }) => check === name).map(({ is }) => is));
    const unseen = checks
      .map(({ name }) => ({ name, seen: states(name) }))
      .filter(({ seen }) => !seen.has('ok') || !(seen.has('failed') || seen.has('warning')));
    expect(unseen.map(({ name }) => name)).to.deep.equal([]);
  });
});
