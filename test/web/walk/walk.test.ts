import { expect } from 'chai';
import { Unavailable } from '../../../lib/store/errors.ts';
import { signedIn } from '../people.ts';
import { type Seen, Visitor } from '../visitor.ts';
import { leadsTo } from './routes.ts';
import { buildTown, type Person, people, type Town } from './town.ts';
import { isOfGroup, isOfOperator, isOfSaml, type Visit, visitsOf } from './visits.ts';

/** Rows of each list, more than the shorter lists show at once. */
const MANY = 51;
/** Bytes of a page, and of its stylesheet and script together, which a browser keeps. */
const HEAVIEST = 60_000;
const ASSETS = 20_000;
const forMembers = ['/groups/*group', '/groups/*group/-/groups'];
/** It is over here; test/web/first_run.test.ts has its form. */
const FIRST_RUN = '/first-run';
/** Another site posts this form; the cookie and the id of the request bind it. */
const FROM_OTHER_SITES = '/groups/:group/-/saml/callback';

/** Their forms are on pages in a state that this group is not in; tests of each feature send them. */
const inOtherStates = [
  '/invitation/accept',
  '/link',
  '/profile/tokens/revoke',
  '/profile/password/mail',
  '/profile/emails/primary',
  '/groups/*group/-/members/:account/convert',
  '/groups/:group/-/provisioning/:integration/enable',
  '/groups/:group/-/provisioning/:integration/follow-list',
  '/groups/:group/-/provisioning/:integration/reconcile',
  '/groups/:group/-/single-sign-on/begin',
  '/groups/:group/-/streams/:stream/redeliver',
  '/groups/:group/-/streams/:stream/resume',
  '/groups/:group/-/webhooks/:webhook/enable',
  '/groups/:group/-/webhooks/:webhook/redeliver',
  '/operator/groups/:group/seats/remove',
  '/operator/streams/:stream/redeliver',
  '/operator/streams/:stream/resume',
  '/operator/webhooks/:webhook/enable',
  '/operator/webhooks/:webhook/redeliver',
  '/set-up/sign-on',
];

/** Lists with more rows than a page shows. */
const paged = [
  '/groups/*group/-/members',
  '/groups/:group/-/audit',
  '/groups/:group/-/log',
  '/groups/:group/-/people',
  '/groups/:group/-/directory-groups',
  '/groups/:group/-/directory-groups/:integration/:directoryGroup',
  '/groups/:group/-/provisioning/:integration/plan',
  '/operator/accounts',
];

describe('the addresses of the pages', () => {
  let town: Town;
  let visits: readonly Visit[];
  let pages: readonly (Visit & { readonly seen: Seen })[];
  const browsers = new Map<Person, Visitor>();

  before(async function build() {
    this.timeout(120_000);
    town = await buildTown(MANY);
    visits = visitsOf(town);
    for (const person of people) browsers.set(person, await browserOf(person));
    const opened = [];
    for (const visit of visits.filter(({ method, answers }) => method === 'GET' && answers === 'page'))
      opened.push({ ...visit, seen: await by(visit.as).visit(visit.url) });
    pages = opened;
  });
  after(() => town?.app.close());

  async function browserOf(person: Person): Promise<Visitor> {
    if (person !== 'guest' && person !== 'holder') return signedIn(town.app, town.accounts[person]);
    const visitor = new Visitor(town.app);
    await visitor.visit(person === 'holder' ? `/set-up/${town.secrets.setUp}` : '/sign-in');
    return visitor;
  }

  function by(person: Person): Visitor {
    const visitor = browsers.get(person);
    if (!visitor) throw new Error(`there is no browser of the ${person}`);
    return visitor;
  }

  /** What somebody learns from an address, without what differs between any two requests, and what they typed. */
  async function told(person: Person, { method }: Visit, url: string): Promise<string> {
    const visitor = by(person);
    const { status, location, text } = await (method === 'GET' ? visitor.visit(url) : visitor.send(url));
    const notice = method === 'GET' || person === 'guest' || person === 'holder' ? '' : await visitor.told();
    const path = url.replace(/\?.*/, '');
    const parts = url.split(/[/?=&]/).filter((part) => part.length > 8);
    const typed = [url, path].flatMap((one) => [one, encodeURIComponent(one)]);
    return [...typed, ...parts, ...parts.map(decodeURIComponent)]
      .reduce((left, part) => left.replaceAll(part, 'TYPED'), `${status} ${location} ${notice} ${text}`)
      .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
      .replaceAll(/name="form_token" value="[^"]*"/g, '');
  }

  /** The visits for which somebody gets another answer at one address than at another. */
  async function telling(
    person: Person,
    some: readonly Visit[],
    addresses: (visit: Visit) => readonly [string, string],
  ): Promise<string[]> {
    const found = [];
    for (const visit of some) {
      const [there, nowhere] = addresses(visit);
      const [one, other] = [await told(person, visit, there), await told(person, visit, nowhere)];
      if (one !== other || one.startsWith('2')) found.push(`${person}: ${visit.method} ${there}: ${one}`);
    }
    return found;
  }

  const ofGroup = () => visits.filter(({ path }) => isOfGroup(path) && !isOfSaml(path));
  const elsewhere = (url: string) => url.replace('/groups/acme', '/groups/nowhere');
  /** The same address with ids that nothing has. */
  const invented = (url: string) =>
    Object.entries(town.values)
      .filter(([name]) => name !== 'group' && name !== 'provider')
      .map(([, value]) => encodeURIComponent(value))
      .concat(town.preview, town.paused)
      .reduce((left, value) => left.replaceAll(value, value.replaceAll(/[0-9a-z]/g, '0')), url);

  it('every address shows a page to those for whom it is', () => {
    const other = pages
      .filter(({ seen }) => seen.status !== 200)
      .map(({ path, seen }) => [path, seen.status]);
    expect(other).to.deep.equal([
      ['/first-run', 404],
      ['/groups/:group/-/saml/refused', 403],
    ]);
  });

  for (const person of ['stranger', 'rival', 'operator', 'guest', 'holder'] as const)
    it(`every address of a group tells the ${person} what that of an unknown group tells`, async () => {
      expect(await telling(person, ofGroup(), ({ url }) => [url, elsewhere(url)])).to.deep.equal([]);
    });

  it('every page of owners tells a member nothing, not even what exists', async () => {
    const ofOwners = ofGroup().filter(({ path }) => !forMembers.includes(path));
    const found = await telling('member', ofOwners, ({ url }) => [url, invented(url)]);
    expect(found).to.deep.equal([]);
    for (const { url } of ofOwners.filter(({ method }) => method === 'GET'))
      expect((await by('member').visit(url)).text, url).to.contain(
        'Your role in this group does not allow this',
      );
  });

  it('every address tells the owner of another group nothing of what belongs to this one', async () => {
    const own = (url: string) => url.replace('/groups/acme', '/groups/globex');
    const withIds = ofGroup().filter(({ url }) => invented(url) !== url);
    expect(withIds.length).to.be.greaterThan(40);
    const found = await telling('rival', withIds, ({ url }) => [own(url), own(invented(url))]);
    expect(found).to.deep.equal([]);
  });

  it('every address of a profile tells nobody of the identities of others', async () => {
    const withIds = visits.filter(({ path }) => /^\/profile\/.*:identity/.test(path));
    expect(await telling('stranger', withIds, ({ url }) => [url, invented(url)])).to.deep.equal([]);
  });

  it('every page of operators does not exist for others', async () => {
    const ofOperators = visits.filter(({ path }) => isOfOperator(path));
    for (const person of people.filter((one) => one !== 'operator')) {
      const found = await telling(person, ofOperators, ({ url }) => [url, '/operators-have-no-such-page']);
      expect(found).to.deep.equal([]);
    }
  });

  it('single sign-on shows a stranger nothing but the way in', async () => {
    const shown = [];
    for (const visit of visits.filter(({ method, path }) => method === 'GET' && isOfSaml(path)))
      if ((await by('stranger').visit(visit.url)).status === 200) shown.push(visit.path);
    expect(shown).to.deep.equal(['/groups/:group/-/saml/metadata', '/groups/:group/-/saml/sso']);
  });

  describe('that take a form', () => {
    const forms = () =>
      visits.filter(({ method, path }) => method === 'POST' && ![FROM_OTHER_SITES, FIRST_RUN].includes(path));

    for (const [title, fields, headers] of [
      ['from another site', {}, { 'sec-fetch-site': 'cross-site' }],
      ['from a sibling host', {}, { 'sec-fetch-site': 'same-site' }],
      ['without a form token', { form_token: '' }, {}],
    ] as const)
      it(`every form is refused ${title}`, async () => {
        const taken = [];
        for (const { as, path, url } of forms()) {
          await by(as).visit(as === 'guest' || as === 'holder' ? '/sign-in' : '/profile');
          const { status, text } = await by(as).send(url, fields, headers);
          if (status !== 403 || !text.includes('form_refused')) taken.push(`${path}: ${status}`);
        }
        expect(taken).to.deep.equal([]);
      });

    it('every form leads to an address that takes it, and a button sends it without a script', () => {
      const wrong = [];
      const reached = new Set<string>();
      for (const { path: page, seen } of pages)
        for (const [, tag = '', inside = ''] of seen.text.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)) {
          const action = / action="([^"?]*)/.exec(tag)?.[1] ?? '';
          const method = / method="post"/.test(tag) ? 'POST' : 'GET';
          const target = visits.find((one) => one.method === method && leadsTo(one.path, action));
          if (target) reached.add(target.path);
          const isBound = method === 'GET' || inside.includes('name="form_token"');
          const isSent = /<button type="submit"/.test(inside) || action === '/search';
          if (!target || !isBound || !isSent) wrong.push(`${page}: ${tag}`);
        }
      expect(wrong, 'wrong forms').to.deep.equal([]);
      const unseen = forms().filter(({ path }) => !reached.has(path));
      expect(
        unseen.map(({ path }) => path),
        'addresses without a form',
      ).to.have.members(inOtherStates);
    });
  });

  describe('in each of their states', () => {
    /** What a failing store answers to everything. */
    async function whileTheStoreFails<T>(act: () => Promise<T>): Promise<T> {
      const { store } = town.app.services;
      const reads = ['get', 'getMany', 'find', 'locate', 'list', 'sweep', 'count'] as const;
      const kept = reads.map((name) => [name, store[name]] as const);
      const gone = () => Promise.reject(new Unavailable('the store is gone'));
      Object.assign(store, Object.fromEntries(reads.map((name) => [name, gone])));
      try {
        return await act();
      } finally {
        Object.assign(store, Object.fromEntries(kept));
      }
    }

    it('every page that needs a session says with a reference that the store fails, and nothing else', async () => {
      const wrong = await whileTheStoreFails(async () => {
        const others = [];
        for (const { as, path, url } of pages.filter((one) => one.as !== 'guest')) {
          const { status, headers, text } = await by(as).visit(url);
          const isNamed = text.includes(headers.get('x-request-id') ?? 'no reference');
          if (status !== 503 || !isNamed || text.includes('the store is gone')) others.push(path);
        }
        return others;
      });
      expect(wrong).to.deep.equal([]);
    });

    it('no page of a group shows a member a form that changes it', async () => {
      for (const { path, url } of ofGroup().filter((one) => one.method === 'GET')) {
        const { text } = await by('member').visit(url);
        const forms = [...text.matchAll(/<form method="post" action="([^"]*)"/g)].map(([, action]) => action);
        expect(forms, path).to.deep.equal(['/sign-out']);
      }
    });

    it('every list of more than it shows has a next page, which leads back to the first', async () => {
      const short = [];
      for (const { as, path, seen } of pages.filter((one) => paged.includes(one.path))) {
        const next = /href="([^"]*[?&;]after=[^"]*)"/.exec(seen.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
        const { status, text } = await by(as).visit(next);
        const shown = new Set(rowsOf(seen.text));
        const isNew = rowsOf(text).length > 0 && rowsOf(text).every((row) => !shown.has(row));
        if (status !== 200 || !isNew || !text.includes('Pages of this list')) short.push(path);
      }
      expect(short).to.deep.equal([]);
    });

    it('a list without pages says how many it leaves out, or that there may be more', () => {
      const textOf = (route: string) => pages.find(({ path }) => path === route)?.seen.text;
      expect(textOf('/groups/*group/-/invitations')).to.contain('1 more appear here once these are settled.');
      expect(textOf('/search')).to.contain('There may be more.');
    });
  });

  describe('have a weight', () => {
    it(`every page is under ${HEAVIEST / 1_000} KB with more than 50 rows in each list`, () => {
      const heavy = pages
        .map(({ path, seen }) => [path, Buffer.byteLength(seen.text)] as const)
        .filter(([, bytes]) => bytes > HEAVIEST);
      expect(heavy).to.deep.equal([]);
    });

    it(`the stylesheet and the script are under ${ASSETS / 1_000} KB together, and browsers keep them`, async () => {
      let bytes = 0;
      for (const { url } of visits.filter(({ path }) => path.startsWith('/assets/'))) {
        const { text, headers } = await by('guest').visit(url);
        expect(headers.get('cache-control')).to.contain('immutable');
        bytes += Buffer.byteLength(text);
      }
      expect(bytes).to.be.within(1, ASSETS);
    });
  });
});

/** The rows of the last table of a page. */
function rowsOf(page: string): string[] {
  const [table = ''] = page.split('<tbody>').slice(-1);
  return [...table.matchAll(/<tr>.*?<\/tr>/gs)].map(([row]) => row);
}
