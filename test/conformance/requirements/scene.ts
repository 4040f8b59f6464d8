import { expect } from 'chai';
import type { Resource } from '../../../lib/scim/schema/types.ts';
import { boot, client, type Reply, type Rollcall, type Tenant } from '../../helper.ts';

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
export const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
export const SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
export const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

type Scim = Tenant['scim'];

/** A running service with a group, and what most checks do there. */
export class Scene {
  readonly #app: Rollcall;
  readonly tenant: Tenant;
  readonly #other: Tenant;
  readonly strict: Tenant;
  #count = 0;

  constructor(app: Rollcall, tenant: Tenant, other: Tenant, strict: Tenant) {
    this.#app = app;
    this.tenant = tenant;
    this.#other = other;
    this.strict = strict;
  }

  static async open(): Promise<Scene> {
    const app = await boot();
    const [tenant, other, strict] = [
      await app.bootstrap('conforming'),
      await app.bootstrap('other-customer'),
      await app.bootstrap('strictly', { strict: true }),
    ];
    return new Scene(app, tenant, other, strict);
  }

  close(): Promise<void> {
    return this.#app.close();
  }

  get scim(): Scim {
    return this.tenant.scim;
  }

  /** The token of another customer at this endpoint. */
  get foreign(): Scim {
    return client(this.tenant.scimUrl, this.#other.scimToken);
  }

  /** Another customer at its own endpoint. */
  get elsewhere(): Scim {
    return this.#other.scim;
  }

  /** A userName that nobody has. */
  name(): string {
    return `person${++this.#count}@conform.test`;
  }

  body(more: Resource = {}): Resource {
    const userName = this.name();
    const emails = [{ value: userName, type: 'work', primary: true }];
    const name = { givenName: 'Ann', familyName: 'Ames' };
    return { schemas: [USER], userName, name, emails, active: true, ...more };
  }

  async user(more: Resource = {}, scim: Scim = this.scim): Promise<Resource> {
    return this.made(await scim('POST', '/Users', this.body(more)));
  }

  async group(members: readonly Resource[] = [], more: Resource = {}): Promise<Resource> {
    const displayName = `Group ${++this.#count}`;
    const values = members.map(({ id }) => ({ value: id }));
    return this.made(
      await this.scim('POST', '/Groups', { schemas: [GROUP], displayName, members: values, ...more }),
    );
  }

  made({ status, body }: Reply): Resource {
    expect(status, JSON.stringify(body)).to.equal(201);
    return body;
  }

  patch(
    { id }: Resource,
    operations: readonly object[],
    scim: Scim = this.scim,
    at = '/Users',
  ): Promise<Reply> {
    return scim('PATCH', `${at}/${String(id)}`, { schemas: [PATCH], Operations: operations });
  }

  async read({ id }: Resource, query = '', at = '/Users'): Promise<Resource> {
    const { status, body } = await this.scim('GET', `${at}/${String(id)}${query}`);
    expect(status).to.equal(200);
    return body;
  }

  /** The matches of a filter. */
  async found(filter: string, at = '/Users', scim: Scim = this.scim): Promise<Resource[]> {
    const { status, body } = await scim('GET', `${at}?filter=${encodeURIComponent(filter)}`);
    expect(status, JSON.stringify(body)).to.equal(200);
    return (body.Resources ?? []) as Resource[];
  }

  /** The answer has this status and scimType, and is an Error message. */
  async refused(reply: Promise<Reply>, status: number, scimType?: string): Promise<void> {
    const { body, status: answered } = await reply;
    expect([answered, body.scimType], JSON.stringify(body)).to.deep.equal([status, scimType]);
    expect(body).to.include({ status: String(status) });
    expect(body.schemas).to.deep.equal([ERROR]);
  }

  async schema(urn: string, scim: Scim = this.scim): Promise<readonly Described[]> {
    return (await scim('GET', `/Schemas/${urn}`)).body.attributes as Described[];
  }

  /** An attribute as /Schemas describes it: `emails.type`. */
  async attribute(urn: string, path: string, scim: Scim = this.scim): Promise<Described> {
    const [name, sub] = path.split('.');
    const attribute = (await this.schema(urn, scim)).find((each) => each.name === name);
    const found = sub === undefined ? attribute : attribute?.subAttributes?.find((each) => each.name === sub);
    if (!found) throw new Error(`/Schemas has no ${path}`);
    return found;
  }

  /** What ServiceProviderConfig says. */
  async config(scim: Scim = this.scim): Promise<Resource> {
    return (await scim('GET', '/ServiceProviderConfig')).body;
  }
}

export interface Described extends Resource {
  readonly name: string;
  readonly subAttributes?: readonly Described[];
}
