import { expect } from 'chai';
import { operate } from '../cli/operator.ts';
import { boot, type Rollcall } from '../helper.ts';
import { person, signedIn } from './people.ts';
import { noMailServer, type Visitor } from './visitor.ts';

const GROUP = '/groups/bare';
const OKTA = `${GROUP}/-/provisioning/OKTA`;

/** What each list says while it is empty, and where it leads. */
const beforeAnything = [
  [GROUP, 'No identity provider is connected.', `${GROUP}/-/provisioning/new`],
  [`${GROUP}/-/members?search=zzz`, 'No member matches.', `${GROUP}/-/members"`],
  [`${GROUP}/-/groups`, 'This group has no subgroups or projects yet.', `action="${GROUP}/-/groups"`],
  [`${GROUP}/-/invitations`, 'There are no open invitations.', `action="${GROUP}/-/invitations"`],
  [`${GROUP}/-/provisioning`, 'No identity provider is connected.', `${GROUP}/-/provisioning/new`],
  [`${GROUP}/-/people`, 'No identity provider is connected.', `${GROUP}/-/provisioning"`],
  [`${GROUP}/-/directory-groups`, 'No identity provider is connected.', `${GROUP}/-/provisioning"`],
  [`${GROUP}/-/log`, 'No request has arrived yet.', `action="${GROUP}/-/log"`],
  [`${GROUP}/-/log?status=refused`, 'No request matches the filter.', 'Show all'],
  [
    `${GROUP}/-/single-sign-on`,
    'Members sign in with a password.',
    `action="${GROUP}/-/single-sign-on/begin"`,
  ],
  [`${GROUP}/-/domains`, 'This group has no domain.', `action="${GROUP}/-/domains/claim"`],
  [`${GROUP}/-/webhooks`, 'This group has no webhook.', `${GROUP}/-/webhooks/new`],
  [`${GROUP}/-/webhooks`, 'This group has no stream.', `${GROUP}/-/streams/new`],
  [`${GROUP}/-/service-accounts`, 'No service account yet.', `action="${GROUP}/-/service-accounts"`],
  ['/profile/tokens', 'You have no tokens.', 'action="/profile/tokens"'],
  ['/search?q=zzz', 'Nothing was found.', 'action="/search"'],
] as const;

const beforeTheFirstPush = [
  [OKTA, 'No credential is live.', `${OKTA}/credentials/new`],
  [OKTA, 'No set-up link is live.', `${OKTA}/setup-links/new`],
  [OKTA, 'No request has arrived yet.', `${GROUP}/-/log`],
  [`${OKTA}/attention`, 'Nobody needs attention.', OKTA],
  [`${OKTA}/reconcile`, 'Everybody has what the directory groups give.', `${GROUP}/-/directory-groups"`],
  [`${GROUP}/-/people`, 'No user has arrived yet.', 'Assign one test person first.'],
  [`${GROUP}/-/people?search=zzz`, 'No user matches.', `${GROUP}/-/people"`],
  [`${GROUP}/-/directory-groups`, 'No directory group has arrived.', OKTA],
] as const;

describe('an empty list says so, and links to what fills it:', () => {
  let app: Rollcall;
  let owner: Visitor;
  let stranger: Visitor;
  let okta = '';

  before(async () => {
    app = await boot({ env: noMailServer });
    await operate(app.services, 'group create', { path: 'bare' });
    const ada = await person(app);
    await operate(app.services, 'member add', { group: 'bare', account: ada.username, role: 'owner' });
    [owner, stranger] = [await signedIn(app, ada), await signedIn(app, await person(app))];
  });
  after(() => app.close());

  const shows = async (visitor: Visitor, path: string, words: string, way: string) => {
    const { status, text } = await visitor.visit(path.replace('OKTA', okta));
    expect(status).to.equal(200);
    expect(text).to.contain(words).and.to.contain(way.replace('OKTA', okta));
  };

  for (const [path, words, way] of beforeAnything)
    it(`${path}: ${words}`, () => shows(owner, path, words, way));

  it('/groups of a person without a group: You are in no group yet.', () =>
    shows(stranger, '/groups', 'You are in no group yet.', 'href="/profile"'));

  describe('with an integration, before its identity provider pushes,', () => {
    before(async () => {
      const { id } = await operate(app.services, 'integration create', { group: 'bare', name: 'Okta' });
      okta = String(id);
    });

    for (const [path, words, way] of beforeTheFirstPush)
      it(`${path}: ${words}`, () => shows(owner, path, words, way));
  });
});
