import { expect } from 'chai';
import { apiScopes } from '../../lib/accounts/api_scopes.ts';
import { routes } from '../../lib/api/routes.ts';
import { operate, type Plain } from '../cli/operator.ts';
import { buildTown, type Town } from '../web/walk/town.ts';
import { type Answer, type ApiCaller, apiCaller, withToken } from './api_caller.ts';
import { inputOf, isOfService, send } from './requests.ts';

/** What a path names inside a group. A name that another group may have as well is no id. */
const named = new Set(['group', 'attribute', 'provider', 'target', 'domain']);

const INVENTED = '01890000-0000-7000-8000-00000000dead';

/** The end of one's own session or token succeeds where there is nothing to end. */
const endsNothing = new Set(['profileSessionEnd', 'profileTokenRevoke']);

describe('the ids of another group', () => {
  let town: Town;
  let rival: ApiCaller;
  let program: ApiCaller;
  let operator: ApiCaller;
  let foreignSecret: string;
  let ids: Readonly<Record<string, string>>;

  before(async function build() {
    this.timeout(120_000);
    town = await buildTown();
    const { app } = town;
    rival = await apiCaller(app, town.accounts.rival.username);
    operator = await apiCaller(app, town.accounts.operator.username);
    const group = 'acme';
    const run = (name: string, args: Plain) => operate(app.services, name, { group, ...args });
    const { serviceAccount = '' } = town.values;
    const made = await run('service-account token create', {
      ...{ serviceAccount, name: 'second', scope: [...apiScopes] },
    });
    await operate(app.services, 'service-account create', { group: 'globex', name: 'spy' });
    const { secret } = await operate(app.services, 'service-account token create', {
      ...{ group: 'globex', serviceAccount: 'spy', name: 'first', scope: [...apiScopes] },
    });
    program = withToken(app, String(secret));
    foreignSecret = String(made.secret);
    ids = {
      ...town.values,
      token: String((made.token as Plain).id),
      identity: town.values.user ?? '',
      request: town.values.entry ?? '',
    };
  });
  after(() => town?.app.close());

  /** An answer without what differs between any two requests, and without the id that was asked for. */
  function told({ status, body }: Answer, id: string): string {
    const { requestId: _request, ...rest } = body;
    return JSON.stringify({ status, ...rest }).replaceAll(id, 'ID');
  }

  const cases = routes.flatMap((route) =>
    route.inPath.filter((name) => !named.has(name)).map((name) => ({ route, name })),
  );

  it('are tried in every path that names something inside a group', () => {
    expect(cases.length).to.be.greaterThan(60);
    const unknown = cases.filter(({ name }) => !ids[name] && name !== 'session');
    expect(unknown.map(({ name, route }) => `${name} in ${route.path}`)).to.deep.equal([]);
  });

  for (const { route, name } of cases)
    it(`tell nothing as {${name}} of ${route.method.toUpperCase()} ${route.path}`, async () => {
      const own = { ...inputOf(route, 'globex'), group: 'globex' };
      const sample = route.inPath.includes('group') ? own : inputOf(route, 'globex');
      const ofService: Readonly<Record<string, string>> = town.serviceWide;
      for (const call of [rival, program, ...(isOfService(route) ? [operator] : [])]) {
        const isTheirs = isOfService(route) && call !== operator;
        const id = (isTheirs ? ofService[name] : ids[name]) ?? INVENTED;
        const foreign = await send(call, route, { ...sample, [name]: id });
        const made = name === 'certificate' ? '0'.repeat(64) : INVENTED;
        const invented = await send(call, route, { ...sample, [name]: made });
        expect(told(foreign, id)).to.equal(told(invented, made));
        const isSilent = route.key === 'memberAccess' || endsNothing.has(route.key);
        if (!isSilent) expect(foreign.status).to.be.within(400, 499);
      }
    });

  it('ended nothing that belongs to that group', async () => {
    expect((await withToken(town.app, foreignSecret)('GET', '/groups/acme')).status).to.equal(200);
  });
});
