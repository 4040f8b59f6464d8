import { expect } from 'chai';
import { routes as operationRoutes } from '../../lib/api/routes.ts';
import { createLogger } from '../../lib/observe/logger.ts';
import { exportLines } from '../../lib/operations/transfer.ts';
import { bodyOf } from '../../lib/webhooks/answer.ts';
import { deliveries } from '../../lib/webhooks/types.ts';
import { type ApiCaller, apiCaller } from '../api/api_caller.ts';
import { inputOf, send } from '../api/requests.ts';
import { operate } from '../cli/operator.ts';
import { offline, samples } from '../operations/samples.ts';
import { PASSWORD, signedIn } from '../web/people.ts';
import { Visitor } from '../web/visitor.ts';
import { filled } from '../web/walk/routes.ts';
import { buildTown, type Person, people, type Town } from '../web/walk/town.ts';
import { type Visit, visitsOf } from '../web/walk/visits.ts';
import { type AnyRoute, allRoutes } from './all_routes.ts';
import { Canaries } from './canaries.ts';
import { revealedIn } from './revealed.ts';
import { type Proof, type Shot, shotsAt } from './shots.ts';

const secrets = {
  TOKEN_PEPPER: 'pepper',
  CURSOR_SECRET: 'key of cursors',
  AUDIT_SECRET: 'key of the audit log',
  SAML_SECRET: 'key of SAML keys',
};

describe('a secret that is sent to any route', () => {
  const canaries = new Canaries();
  const lines: string[] = [];
  const browsers = new Map<Person, Visitor>();
  let town: Town;
  let routes: readonly AnyRoute[];
  let owner: ApiCaller;
  /** What answers showed of secrets that somebody sent. */
  const shown: string[] = [];
  let answered = 0;

  before(async function sweep() {
    this.timeout(600_000);
    const env = Object.fromEntries(
      Object.entries(secrets).map(([name, what]) => [name, canaries.plant(what)]),
    );
    const smtp = canaries.plant('the password of SMTP');
    const logger = createLogger(
      { logLevel: 'trace', logFormat: 'json' },
      { write: (line: string) => void lines.push(line) },
    );
    town = await buildTown(1, {
      logger,
      env: {
        ...env,
        SMTP_URL: `smtp://mail:${smtp}@127.0.0.1:1`,
        FAILURE_LIMIT: '1000000/60s',
        METRICS_PORT: '0',
      },
    });
    const { lookUpTxt, outbound } = offline(town.app).services;
    Object.assign(town.app.services, { lookUpTxt, outbound });
    canaries.watch('a password', PASSWORD);
    canaries.watch('a token of SCIM', town.acme.scimToken);
    for (const [what, secret] of Object.entries(town.secrets)) canaries.watch(`the link ${what}`, secret);
    for (const person of people) browsers.set(person, await browserOf(person));
    owner = await apiCaller(town.app, town.accounts.owner.username);
    routes = allRoutes(town.app.services);
    await shootWithout();
    await shootWith();
    await performAll();
  });
  after(() => town?.app.close());

  async function browserOf(person: Person): Promise<Visitor> {
    const visitor =
      person === 'guest' || person === 'holder'
        ? new Visitor(town.app)
        : await signedIn(town.app, town.accounts[person]);
    if (person === 'holder') await visitor.visit(`/set-up/${town.secrets.setUp}`);
    if (person === 'guest') await visitor.visit('/sign-in');
    for (const [name, value] of visitor.cookies) canaries.watch(`the cookie ${name}`, value);
    return visitor;
  }

  const values = () => ({ ...town.values, path: 'acme', who: 'x', id: 'x', event: 'x', session: 'x' });

  function fill(path: string, secret: () => string): string {
    const names = [...path.matchAll(/[:*](\w+)/g)].map(([, name = '']) => name);
    const known: Readonly<Record<string, string>> = values();
    const all = names.map(
      (name) => [name, name === 'secret' ? `rcl_${secret()}` : (known[name] ?? 'x')] as const,
    );
    return filled(path, Object.fromEntries(all));
  }

  async function shoot({ method, url, headers, body }: Shot): Promise<void> {
    const answer = await fetch(town.app.url + url, {
      ...{ method, headers, redirect: 'manual' },
      ...(body === undefined ? {} : { body }),
    });
    const text = `${[...answer.headers].join('\n')}\n${await answer.text()}`;
    answered += 1;
    for (const place of canaries.plantedIn(text))
      shown.push(`${method} ${url.replace(/\?.*/, '')} shows ${place}`);
    note(`${method} ${url}`, text);
  }

  /** Watches what an answer reveals once. */
  function note(place: string, text: string): void {
    for (const secret of revealedIn(text)) canaries.watch(`revealed by ${place}`, secret);
  }

  async function shootWithout(): Promise<void> {
    for (const route of routes) for (const shot of shotsAt(route, canaries, fill)) await shoot(shot);
  }

  /** Everybody who has a right sends what they should not. */
  async function shootWith(): Promise<void> {
    const asPerson = new Map(visitsOf(town).map(({ method, path, as }) => [`${method} ${path}`, as]));
    for (const route of routes.filter(isKept)) {
      const proof = proofFor(route, asPerson.get(`${route.method} ${route.path}`));
      if (proof) for (const shot of shotsAt(route, canaries, fill, proof)) await shoot(shot);
    }
  }

  function proofFor({ path }: AnyRoute, as: Person | undefined): Proof | undefined {
    if (path.startsWith('/api/scim/')) return { authorization: `Bearer ${town.acme.scimToken}` };
    const visitor = as && browsers.get(as);
    if (!visitor) return undefined;
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return { cookie, authorization: '', 'sec-fetch-site': 'same-origin', form_token: visitor.formToken };
  }

  /** Every operation of the API, as its owner performs it, which reveals what is revealed once. */
  async function performAll(): Promise<void> {
    for (const route of operationRoutes) {
      const { answer, own } = samples[route.operation.name]('acme');
      if (answer !== undefined || own !== undefined) continue;
      const tenant = await town.app.bootstrap();
      const { slug } = tenant;
      canaries.watch('a token of SCIM', tenant.scimToken);
      await operate(town.app.services, 'account create', { email: `member@${slug}.test`, name: 'member' });
      await operate(town.app.services, 'member add', {
        group: slug,
        account: `member@${slug}.test`,
        role: 'developer',
      });
      const { given = [], prepare } = samples[route.operation.name](slug);
      await prepare?.(town.app, tenant);
      for (const [command, args] of given) await operate(town.app.services, command, args);
      const caller = await apiCaller(town.app, tenant.username);
      const { body } = await send(caller, route, inputOf(route, slug));
      note(`${route.method} ${route.path}`, JSON.stringify(body));
    }
  }

  it('is sent by this walk to every route, in every place', () => {
    expect(routes.length).to.be.greaterThan(300);
    expect(answered).to.be.greaterThan(1_000);
    expect(canaries.planted).to.be.greaterThan(10_000);
    expect(canaries.watched).to.be.greaterThan(20);
  });

  it('is in no answer', () => {
    expect([...new Set(shown)]).to.deep.equal([]);
  });

  it('is in no line of the log at its finest level', () => {
    expect(lines.length).to.be.greaterThan(answered);
    expect([
      ...new Set(lines.flatMap((line) => canaries.in(line).map((place) => `${place}: ${line}`))),
    ]).to.deep.equal([]);
  });

  it('is in no document of an export: no request of the provisioning log, event, delivery or session', async () => {
    await town.app.services.logBook.flush();
    const found = [];
    for await (const line of exportLines(town.app.services))
      for (const place of canaries.in(line)) found.push(`${line.slice(7, 30)}: ${place}`);
    expect(found).to.deep.equal([]);
  });

  it('is in no message of a webhook', async () => {
    const found = [];
    let sent = 0;
    for await (const delivery of town.app.services.store.scan(deliveries)) {
      sent += 1;
      found.push(...canaries.in(bodyOf('http://localhost:8080', delivery)));
    }
    expect(sent).to.be.greaterThan(0);
    expect(found).to.deep.equal([]);
  });

  it('is in no metric', async () => {
    const text = await (await fetch(`${town.app.metricsUrl}/metrics`)).text();
    expect(text).to.contain('rollcall_http_request_duration_seconds');
    expect(canaries.in(text)).to.deep.equal([]);
  });

  it('is on no page that anybody opens later', async () => {
    const found = [];
    for (const { as, path, url } of visitsOf(town).filter(isLater)) {
      const visitor = await browserOf(as);
      const { text } = await visitor.visit(url);
      for (const place of canaries.in(text, url)) found.push(`${path}: ${place}`);
    }
    expect(found).to.deep.equal([]);
  }).timeout(120_000);

  it('is in no later answer of the API', async () => {
    const found = [];
    for (const route of operationRoutes.filter(({ method }) => method === 'get')) {
      const { body } = await send(owner, route, inputOf(route, 'acme'));
      for (const place of canaries.in(JSON.stringify(body))) found.push(`${route.path}: ${place}`);
    }
    expect(found).to.deep.equal([]);
  });
});

function isLater({ method, answers }: Visit): boolean {
  return method === 'GET' && answers !== 'redirect';
}

/** Leaves out what would take away what the other routes need. */
function isKept({ path }: AnyRoute): boolean {
  return !/\/(remove|sign-out|leave|end|revoke)$/.test(path);
}
