import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { request } from 'undici';
import { parse } from 'yaml';
import { integrations } from '../../lib/integrations/types.ts';
import { systemRuntime } from '../../lib/kernel/runtime.ts';
import { measuredStore } from '../../lib/store/measured.ts';
import { operate } from '../cli/operator.ts';
import { boot, type Rollcall, type Tenant } from '../helper.ts';

const root = join(import.meta.dirname, '../..');
const DAY = 86_400_000;
const userBody = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ann' };

describe('the metrics', () => {
  let rollcall: Rollcall;
  let acme: Tenant;
  let text: string;
  let ahead = 0;
  const runtime = { ...systemRuntime(), now: () => Date.now() + ahead };

  async function scrape(): Promise<string> {
    return (await request(`${rollcall.metricsUrl}/metrics`)).body.text();
  }

  before(async () => {
    rollcall = await boot({ runtime, env: { METRICS_PORT: '0' } });
    acme = await rollcall.bootstrap('acme');
    await acme.scim('POST', '/Users', userBody);
    await acme.scim('POST', '/Users', userBody);
    await acme.scim('GET', '/Users/unknown-id');
    await request(`${rollcall.url}/acme-secret-path`);
    text = await scrape();
  });
  after(() => rollcall.close());

  it('count requests by route, method and class of status', () => {
    const [line] = matching(
      text,
      /^rollcall_http_request_duration_seconds_count\{.*\/Users".*POST.*\} \d+$/gm,
    );
    expect(line).to.match(/route="[^"]*:group\/Users"/);
    const posts = matching(text, /^rollcall_http_request_duration_seconds_count\{.*"POST".*\} (\d+)$/gm);
    expect(posts.some((post) => post.includes('status="2xx"') && post.endsWith(' 1'))).to.equal(true);
    expect(posts.some((post) => post.includes('status="4xx"') && post.endsWith(' 1'))).to.equal(true);
  });

  it('have no group, id, name or secret in a label', () => {
    for (const word of ['acme', 'ann', 'unknown-id', acme.scimToken, acme.integrationId])
      expect(text).not.to.include(word);
  });

  it('time the calls of the store', () => {
    expect(text).to.match(
      /rollcall_store_call_duration_seconds_count\{call="transaction",outcome="done"\} \d+/,
    );
  });

  it('count a call of the store that fails', async () => {
    const failing = { get: async () => Promise.reject(new Error('down')) };
    const calls: unknown[] = [];
    const store = measuredStore(
      { ...rollcall.services.store, ...failing },
      ({ call, failed, seconds }) => calls.push([call, failed, seconds]),
      () => () => 0.25,
    );
    await store.get(integrations, '', 'x').catch(() => undefined);
    expect(calls).to.deep.equal([['get', true, 0.25]]);
  });

  it('tell what waits, which jobs are late and which credentials end', async () => {
    expect(text).to.match(/^rollcall_mails_waiting \d+$/m);
    expect(text).to.match(/^rollcall_webhook_lag_seconds 0$/m);
    expect(text).to.match(/^rollcall_job_late\{job="deliver mails"\} 0$/m);
    expect(text).to.match(/^rollcall_info\{version="\d+\.\d+\.\d+",store="(embedded|mongodb)"\} 1$/m);
    expect(text).to.match(/^rollcall_credentials_ending\{days="30"\} 0$/m);
    const integration = await rollcall.services.store.get(integrations, acme.groupId, acme.integrationId);
    const [token] = integration?.tokens ?? [];
    ahead = (token?.expiresAt ?? 0) - Date.now() - 5 * DAY;
    const later = await scrape();
    expect(later).to.match(/^rollcall_credentials_ending\{days="1"\} 0$/m);
    expect(later).to.match(/^rollcall_credentials_ending\{days="7"\} 1$/m);
    ahead = 0;
  });

  it('tell the age of the oldest event for a webhook or a stream that pushes, not for one that is paused or polled', async () => {
    const lag = async () => Number(/^rollcall_webhook_lag_seconds (\S+)$/m.exec(await scrape())?.[1]);
    const run = (name: string, input: object) =>
      operate(rollcall.services, name, { group: 'acme', ...input });
    const pushed = { name: 'Pushed', kind: 'push', url: 'https://hooks.test/' };
    await run('stream create', { name: 'Polled', kind: 'poll' });
    await run('stream create', pushed);
    await run('stream pause', { stream: 'Pushed' });
    await acme.scim('POST', '/Users', { ...userBody, userName: 'bea' });
    ahead = 60_000;
    expect(await lag()).to.equal(0);
    await run('stream resume', { stream: 'Pushed' });
    expect(await lag()).to.be.at.least(60);
    await run('stream remove', { stream: 'Pushed' });
    expect(await lag()).to.equal(0);
    await run('stream remove', { stream: 'Polled' });
    ahead = 0;
  });

  it('are at GET /metrics alone, and not on the port of the service', async () => {
    expect((await request(`${rollcall.metricsUrl}/`)).statusCode).to.equal(404);
    expect((await request(`${rollcall.metricsUrl}/metrics`, { method: 'POST' })).statusCode).to.equal(404);
    expect((await request(`${rollcall.url}/metrics`)).statusCode).not.to.equal(200);
  });

  it('are all that the alerts and the dashboard ask for', () => {
    const known = new Set(matching(text, /^# TYPE (\S+)/gm).map((line) => line.split(' ')[2] ?? ''));
    const alerts: unknown = parse(readFileSync(join(root, 'deploy/prometheus/alerts.yaml'), 'utf8'));
    const dashboard: unknown = JSON.parse(readFileSync(join(root, 'deploy/grafana/rollcall.json'), 'utf8'));
    for (const asked of [JSON.stringify(alerts), JSON.stringify(dashboard)]) {
      const named = matching(asked, /\b(?:rollcall|nodejs|process)_[a-z0-9_]+/g);
      expect(named).not.to.deep.equal([]);
      const missing = named.filter(
        (name) => !known.has(name) && !known.has(name.replace(/_(?:bucket|count|sum)$/, '')),
      );
      expect([...new Set(missing)]).to.deep.equal([]);
    }
  });
});

function matching(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([whole]) => whole);
}
