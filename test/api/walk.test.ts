import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { may } from '../../lib/access/policy.ts';
import { scopeOf } from '../../lib/access/scope_of.ts';
import { apiScopes, operatorScopes } from '../../lib/accounts/api_scopes.ts';
import { document } from '../../lib/api/document.ts';
import type { Route } from '../../lib/api/route.ts';
import { routes } from '../../lib/api/routes.ts';
import { withoutRoute } from '../../lib/api/without_route.ts';
import * as door from '../../lib/operations/index.ts';
import { operate } from '../cli/operator.ts';
import { boot, type Rollcall, spoiled, type Tenant } from '../helper.ts';
import { operations } from '../operations/operations.ts';
import { offline, samples } from '../operations/samples.ts';
import { SERVICE } from '../operations/scenes.ts';
import { type Answer, type ApiCaller, apiCaller, withToken } from './api_caller.ts';
import { inputOf, isOfService, send, withoutGroup } from './requests.ts';

/** What a refusal says, without what differs from request to request. */
function refusal({ status, body }: Answer) {
  const { requestId: _id, ...rest } = body;
  return { status, ...rest };
}

/** The same schema, closed: an answer with more than the document says is a fault. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in inner && !('additionalProperties' in inner) && inner.type === 'object'
    ? { ...inner, additionalProperties: false }
    : inner;
}

describe('every route of the management API', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const api = document({ publicUrl: 'https://rollcall.test' });
  const components = closed(api.components);
  let app: Rollcall;
  let acme: Tenant;
  let foreigner: ApiCaller;
  /** A token of the owner without scopes. */
  let bare: ApiCaller;

  before(async () => {
    app = await boot({ env: { FAILURE_LIMIT: '100000/60s' } });
    const { lookUpTxt, outbound } = offline(app).services;
    Object.assign(app.services, { lookUpTxt, outbound });
    acme = await app.bootstrap();
    foreigner = await apiCaller(app, (await app.bootstrap()).username);
    bare = await apiCaller(app, acme.username, []);
  });
  after(() => app.close());

  it('belongs to an operation, and each operation has a route or a reason', () => {
    const keys = Object.entries<unknown>(door)
      .filter(([, value]) => operations.some((operation) => operation === value))
      .map(([key]) => key);
    const own = routes.filter((route) => !isOfService(route)).map(({ key }) => key);
    expect([...own, ...Object.keys(withoutRoute)].sort()).to.deep.equal(keys.sort());
  });

  it('is there for the whole service where an operation needs no group', () => {
    const isOfBoth = ({ schema: { properties, required } }: Route) =>
      'group' in properties && !required.includes('group');
    const ofBoth = routes.filter((route) => !isOfService(route) && isOfBoth(route));
    const found = routes.filter(isOfService).map(({ key }) => key);
    expect(found).to.deep.equal(ofBoth.map(({ key }) => key));
  });

  it('needs the scope write or admin if it changes something, and only then', () => {
    const reads = operations
      .filter(({ name }) => scopeOf(name, 'group').endsWith('read'))
      .map(({ name }) => name);
    const readOnly = operations.filter(({ kind }) => kind === 'query').map(({ name }) => name);
    const routed = routes.map(({ operation }) => operation.name);
    const unasked = readOnly.filter((name) => routed.includes(name) && !reads.includes(name));
    const changing = reads.filter((name) => !readOnly.includes(name));
    expect({ unasked, changing }).to.deep.equal({ unasked: ['log.replay'], changing: ['saml.preview'] });
  });

  for (const route of routes) {
    const { operation, method, path, id, key, inPath } = route;
    const title = `${method.toUpperCase()} ${path}`;
    const { answer: refused, own } = samples[operation.name]('acme');

    if (refused === undefined && own === undefined)
      it(`${title} answers who may do it as the document says`, async () => {
        const { slug, username, ...rest } = await app.bootstrap();
        const tenant = { slug, username, ...rest };
        const member = { email: `member@${slug}.test`, name: 'member' };
        await operate(app.services, 'account create', member);
        await operate(app.services, 'member add', { group: slug, account: member.email, role: 'developer' });
        if (isOfService(route)) await endReceivers();
        const place = isOfService(route) ? SERVICE : slug;
        const { given = [], prepare } = samples[operation.name](place);
        await prepare?.(app, isOfService(route) ? undefined : tenant);
        for (const [command, args] of given)
          await operate(app.services, command, isOfService(route) ? withoutGroup(args) : args);
        const isOperators = isOfService(route) || !may(['owner', 'member', 'self'], operation.name);
        if (isOperators) await operate(app.services, 'operator add', { account: username });
        const scopes = isOperators ? operatorScopes : apiScopes;
        const answer = await send(await apiCaller(app, username, scopes), route, inputOf(route, place));
        expect(answer.status, JSON.stringify(answer.body)).to.be.oneOf([route.status, 202]);
        const isValid = ajv.validate({ allOf: [closed(answers[id])], components }, answer.body);
        expect(isValid, `${JSON.stringify(ajv.errors)} ${JSON.stringify(answer.body)}`).to.equal(true);
      });

    if (inPath.includes('group'))
      it(`${title} answers the owner of another group as if the group did not exist`, async () => {
        const foreign = await send(foreigner, route, inputOf(route, acme.slug));
        const missing = await send(foreigner, route, inputOf(route, 'no-such-group'));
        expect(foreign.status).to.equal(404);
        expect(refusal(foreign)).to.deep.equal(refusal(missing));
        const byId = await send(foreigner, route, {
          ...inputOf(route, acme.slug),
          group: acme.groupId,
        });
        expect(refusal(byId)).to.deep.equal(refusal(missing));
      });

    it(`${title} refuses a wrong token, and a token without scopes, wherever they ask`, async () => {
      const wrong = withToken(app, spoiled(acme.scimToken));
      for (const group of [acme.slug, 'no-such-group']) {
        const input = inputOf(route, group);
        expect((await send(wrong, route, input)).status).to.be.oneOf([401, 429]);
        const scarce = await send(bare, route, input);
        if (key === 'groupShow') continue;
        if (key === 'memberWhy') expect(scarce.status).to.be.oneOf([401, 429]);
        else expect(scarce).to.deep.include({ status: 403 });
      }
    });
  }

  async function endReceivers(): Promise<void> {
    for (const noun of ['webhook', 'stream'])
      for (const { id } of (await operate(app.services, `${noun} list`))[`${noun}s`] as { id: string }[])
        await operate(app.services, `${noun} remove`, { [noun]: id });
  }

  const answers: Readonly<Record<string, Readonly<Record<string, unknown>>>> = Object.fromEntries(
    Object.values(api.paths)
      .flatMap((methods) => Object.values(methods))
      .map((endpoint) => endpoint as { operationId: string; responses: Record<string, object> })
      .map(({ operationId, responses }) => {
        const [success] = Object.values(responses);
        const { content } = success as { content: Record<string, { schema: Record<string, unknown> }> };
        return [operationId, content['application/json']?.schema ?? {}];
      }),
  );
});
