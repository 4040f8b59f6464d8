import { filled, type Route, routesOf } from './routes.ts';
import type { Person, Town } from './town.ts';

/** How the walk opens an address. */
export interface Visit extends Route {
  /** Who may open it. */
  readonly as: Person;
  readonly url: string;
  /** What a GET answers: a page, or something else. */
  readonly answers: 'page' | 'redirect' | 'file';
}

type Special = Partial<Pick<Visit, 'as' | 'answers'>> & {
  /** Values beside those of the town. */
  readonly values?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
};

const INTEGRATION = '/groups/:group/-/provisioning/:integration';
const DIRECTORY_GROUP = '/groups/:group/-/directory-groups/:integration/:directoryGroup';
const SIGN_ON = '/groups/:group/-/single-sign-on';
const SAML = '/groups/:group/-/saml';

/** The visit of every route, from the router's own table. */
export function visitsOf(town: Town): Visit[] {
  const { values, secrets } = town;
  const rehearsed = { values: { integration: town.preview } };
  const paused = { values: { integration: town.paused } };
  const below = { values: { group: town.below } };
  /** Routes of which the path alone does not say who opens them, and with what. */
  const special: Readonly<Record<string, Special>> = {
    '/': { answers: 'redirect' },
    '/set-up': { as: 'holder' },
    '/set-up/credential': { as: 'holder' },
    '/set-up/sign-on': { as: 'holder' },
    '/set-up/:secret': { answers: 'redirect' },
    '/password/reset': { query: { token: secrets.reset } },
    '/invitation': { query: { token: secrets.invitation } },
    '/link': { as: 'member', query: { token: secrets.linking } },
    '/api/v1/reference/:part': { values: { part: 'integrations' } },
    '/search': { as: 'owner', query: { q: 'a' } },
    '/profile/access': { query: { group: 'acme' } },
    '/profile/emails/confirm': { query: { token: secrets.confirm } },
    '/profile/saml/finish': { as: 'operator', answers: 'redirect', query: { outcome: town.accepted } },
    [`${SAML}/metadata`]: { as: 'guest', answers: 'file' },
    [`${SAML}/sso`]: { as: 'stranger' },
    [`${SAML}/refused`]: { as: 'guest', query: { code: 'saml.expired', reference: 'abc' } },
    [`${SAML}/test`]: { answers: 'redirect' },
    [`${SAML}/test/report`]: { query: { outcome: town.report } },
    '/groups/*group/-/move': below,
    '/groups/:group/-/log/export.csv': { answers: 'file' },
    '/groups/:group/-/log/export.json': { answers: 'file' },
    '/groups/:group/-/audit': { query: { verify: 'yes' } },
    '/groups/:group/-/domains/remove': { query: { domain: values.domain ?? '' } },
    [`${SIGN_ON}/certificates/remove`]: { query: { certificate: values.certificate ?? '' } },
    [`${INTEGRATION}/plan`]: rehearsed,
    [`${INTEGRATION}/go-live`]: rehearsed,
    [`${INTEGRATION}/paused`]: paused,
    [`${INTEGRATION}/paused/resume`]: paused,
    [`${INTEGRATION}/paused/discard`]: paused,
    [`${DIRECTORY_GROUP}/link`]: { query: { target: town.below, role: 'maintainer' } },
    [`${DIRECTORY_GROUP}/unlink`]: { query: { target: 'acme' } },
  };
  const ofService = (path: string) => (isOfOperator(path) ? town.serviceWide : {});
  const routes = routesOf(town.app);
  const unknown = Object.keys(special).filter((path) => !routes.some((route) => route.path === path));
  if (unknown.length > 0) throw new Error(`The walk knows addresses that do not exist: ${unknown.join()}`);
  return routes.map(({ method, path }) => {
    const { as, answers = usual(path), values: more = ofService(path), query = {} } = special[path] ?? {};
    const search = new URLSearchParams(query).toString();
    const url = filled(path, { ...values, ...more }) + (method === 'GET' && search ? `?${search}` : '');
    return { method, path, url, answers, as: as ?? usualPerson(path) };
  });
}

function usual(path: string): Visit['answers'] {
  return path.startsWith('/assets/') ? 'file' : 'page';
}

function usualPerson(path: string): Person {
  if (isOfOperator(path)) return 'operator';
  if (isOfGroup(path)) return 'owner';
  return /^\/(profile|groups|search|invitation\/accept|sign-out)\b/.test(path) ? 'member' : 'guest';
}

export function isOfGroup(path: string): boolean {
  return /^\/groups\/[:*]group/.test(path);
}

export function isOfOperator(path: string): boolean {
  return path.startsWith('/operator');
}

/** Sign-in by SAML begins at a public address, so everybody may know which groups have it. */
export function isOfSaml(path: string): boolean {
  return path.startsWith(`${SAML}/`);
}
