import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Explanation } from '../../lib/access/explain/why.ts';
import { commandNamed } from '../../lib/cli/commands.ts';
import { plain } from '../../lib/cli/terminal/paint.ts';
import type { IntegrationSettings } from '../../lib/integrations/types.ts';
import { operate, type Plain } from '../cli/operator.ts';
import { type Reply, type Rollcall, type Tenant, user } from '../helper.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Plain;
}

let groups = 0;

/** A new top-level group with the subgroup `dev`, and a caller who asks there why a person has access. */
export async function asking(app: Rollcall, settings: Partial<IntegrationSettings> = {}): Promise<Asking> {
  const group = `why-${++groups}`;
  const tenant = await app.bootstrap(group, settings);
  const asker = new Asking(app, group, tenant);
  asker.token = await asker.tokenOf(group, ['access:read']);
  await asker.run('group create', { path: `${group}/dev` });
  return asker;
}

export class Asking {
  readonly group: string;
  readonly tenant: Tenant;
  readonly annsName: string;
  /** Of the scope `access:read`. */
  token = '';
  readonly #app: Rollcall;

  constructor(app: Rollcall, group: string, tenant: Tenant) {
    this.#app = app;
    this.group = group;
    this.tenant = tenant;
    this.annsName = `ann@${group}.test`;
  }

  run(name: string, args: Plain): Promise<Plain> {
    return operate(this.#app.services, name, args);
  }

  /** Makes the user Ann, and gives her id. */
  async provision(): Promise<string> {
    return String((await this.tenant.scim('POST', '/Users', user(this.annsName))).body.id);
  }

  patch(path: string, ...operations: Plain[]): Promise<Reply> {
    return this.tenant.scim('PATCH', path, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: operations,
    });
  }

  async tokenOf(group: string, scope?: string[]): Promise<string> {
    const made = await this.run('token create', { group, name: randomUUID(), ...(scope ? { scope } : {}) });
    return String(made.secret);
  }

  async get(path: string, secret: string = this.token, method = 'GET'): Promise<Answer> {
    const response = await fetch(`${this.#app.url}/api/v1/groups/${path}`, {
      method,
      headers: secret === '' ? {} : { authorization: `Bearer ${secret}` },
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: JSON.parse(text || '{}') as Plain };
  }

  /** What the API says, which the command line says too. */
  async why(who: string, path = this.group): Promise<Explanation> {
    const { status, body } = await this.get(`${path}/members/${encodeURIComponent(who)}/why`);
    expect(status, JSON.stringify(body)).to.equal(200);
    const told = await this.run('member why', { group: decodeURIComponent(path), account: who });
    expect(told).to.deep.equal(body);
    const shown = commandNamed('member why')?.text(told, plain);
    expect(shown).to.not.match(/undefined|\[object|NaN/);
    return body as unknown as Explanation;
  }
}
