import { expect } from 'chai';
import type { Resource } from '../../../lib/scim/schema/types.ts';
import { GROUP, type Scene, USER } from './scene.ts';
import type { Requirement, Source } from './types.ts';

const AL1 = 'AL1';
const AL2 = 'AL2';

const finds = (section: string, filterOf: (user: Resource) => string): Requirement => ({
  section,
  level: 'MUST',
  text: `users are found by ${filterOf({ userName: '…', externalId: '…' })}`,
  async check(scene: Scene) {
    const made = await scene.user({ externalId: scene.name() });
    expect((await scene.found(filterOf(made))).map(({ id }) => id)).to.deep.equal([made.id]);
  },
});

export const ipsie: Source = {
  name: 'IPSIE',
  document: `[IPSIE AL SCIM 2.0 Profile](https://openid.net/specs/ipsie-al-scim-profile-1_0.html), Draft 00 of September 2026: the shared
prerequisites, AL1 (user deprovisioning) and AL2 (user and group management). It defines nothing for AL3 yet. The sections have no
stable numbers, so the rows name the level.`,
  requirements: [
    {
      section: 'shared',
      level: 'MUST',
      text: 'requests are authorized by OAuth 2.0, with client_credentials and a JWT assertion of the client',
      test: 'exchanges an assertion as Entra sends it for an access token',
    },
    {
      section: 'shared',
      level: 'MUST',
      text: 'no other way to authenticate is allowed',
      deviates:
        'Static tokens and client secrets work too, as Okta and most others send nothing else; an owner who wants this level makes federations only',
    },
    {
      section: 'shared',
      level: 'MUST',
      text: 'the access token comes in the Authorization header',
      test: 'work only in the Authorization header',
    },
    {
      section: 'shared',
      level: 'MUST',
      text: 'a client authenticates by HTTP Basic in the header',
      test: 'takes an assertion as the password of HTTP Basic, and the log names the leniency',
    },
    {
      section: 'shared',
      level: 'MUST',
      text: 'credentials of a client never come in the body',
      deviates:
        'RFC 7523 section 2.2 puts the assertion into the body, which the same profile demands; both places work',
    },
    {
      section: 'shared',
      level: 'MUST',
      text: 'the access token has the scope scim, and grants no more',
      deviates:
        'The scopes are users, groups and resources to read and to write, so that a token may allow less than all; scim is accepted as a request for them',
    },
    {
      section: 'shared',
      level: 'MUST',
      text: 'the metadata of the authorization server (RFC 8414) names token_endpoint',
      test: 'names the token endpoint, for a group that does not exist too',
    },
    {
      section: 'shared',
      level: 'MUST',
      text: 'the metadata of the identity service names jwks_uri, with which its assertions are checked',
      test: 'follows a rotation of keys, and asks for an unknown key once in half a minute',
    },
    {
      section: 'shared',
      level: 'MUST',
      text: 'the service conforms to the interoperability profile',
      async check(scene) {
        expect((await scene.config(scene.strict.scim)).interopProfileConformant).to.equal(true);
      },
    },
    {
      section: 'shared',
      level: 'MUST',
      text: 'users and groups of the identity service are not modified in the application',
      deviates:
        'SCIM users and directory groups change by SCIM only. An owner may still give a provisioned person further roles by hand, and a person whose account no group manages changes the own name',
    },
    {
      section: 'shared',
      level: 'MUST',
      text: 'rate limits answer 429 with Retry-After',
      test: 'have the time of the next try in Retry-After',
    },
    {
      section: 'shared',
      level: 'MUST',
      text: 'at least 25 requests a second are answered for each customer',
      test: 'twenty-five requests at once all succeed',
    },
    {
      section: 'shared',
      level: 'MUST',
      text: '/Bulk is supported',
      async check(scene) {
        expect(((await scene.config()).bulk as Resource).supported).to.equal(true);
      },
    },
    {
      section: 'shared',
      level: 'MUST',
      text: 'one PATCH updates several attributes',
      async check(scene) {
        const { body } = await scene.patch(await scene.user(), [
          { op: 'replace', path: 'title', value: 'a' },
          { op: 'replace', path: 'displayName', value: 'b' },
        ]);
        expect(body).to.include({ title: 'a', displayName: 'b' });
      },
    },
    {
      section: 'shared',
      level: 'MUST',
      text: 'errors have the SCIM format and tell nothing of the inside',
      async check(scene) {
        const { body } = await scene.scim('POST', '/Users', '{');
        expect(Object.keys(body)).to.have.members(['schemas', 'status', 'scimType', 'detail']);
        expect(String(body.detail)).not.to.match(/\bat \S+:\d+|node_modules|Error:/);
      },
    },
    {
      section: 'shared',
      level: 'MUST',
      text: 'access tokens expire, and an assertion works once',
      test: 'takes an assertion with an id once only, even at the same time',
    },
    {
      section: 'shared',
      level: 'MUST',
      text: 'every request that changes a resource is logged',
      test: 'have every change in the audit chain, which detects later edits',
    },
    {
      section: AL1,
      level: 'MUST',
      text: 'PATCH deactivates and reactivates a user',
      async check(scene) {
        const made = await scene.user();
        for (const value of [false, true]) {
          const { body } = await scene.patch(made, [{ op: 'replace', path: 'active', value }]);
          expect(body.active).to.equal(value);
        }
      },
    },
    {
      section: AL1,
      level: 'MUST',
      text: 'deactivation ends all access: every membership, and further sign-ins',
      test: 'finds provisioned users, and refuses deprovisioned ones',
    },
    {
      section: AL1,
      level: 'MUST',
      text: 'deactivation ends web sessions and personal access tokens',
      deviates:
        'They open nothing of the group from then on, as every role in it ends in the same transaction, and sessions that its SAML provider began end. Other sessions and tokens belong to the account, which may be in groups of other customers, and stay',
    },
    {
      section: AL1,
      level: 'SHOULD',
      text: 'deactivation takes effect within five minutes',
      async check(scene) {
        const made = await scene.user();
        const { body } = await scene.patch(made, [{ op: 'replace', path: 'active', value: false }]);
        expect(body.active).to.equal(false);
        expect(await scene.found(`id eq "${String(made.id)}" and active eq true`)).to.deep.equal([]);
      },
    },
    {
      section: AL1,
      level: 'MUST',
      text: 'a deactivated user is reactivated, with the former access',
      test: 'is undone by reactivation, with all memberships and roles',
    },
    {
      section: AL1,
      level: 'MUST',
      text: 'deactivation ends SSH keys and device credentials',
      notApplicable: 'Rollcall has neither',
    },
    {
      section: AL1,
      level: 'MAY',
      text: 'DELETE removes a user',
      async check(scene) {
        expect((await scene.scim('DELETE', `/Users/${String((await scene.user()).id)}`)).status).to.equal(
          204,
        );
      },
    },
    {
      section: AL1,
      level: 'MUST',
      text: 'after a DELETE a user with the same userName may be created',
      async check(scene) {
        const { id, userName } = await scene.user();
        await scene.scim('DELETE', `/Users/${String(id)}`);
        await scene.user({ userName });
      },
    },
    {
      section: AL1,
      level: 'MUST',
      text: 'a user is read by id',
      check: async (scene) => void (await scene.read(await scene.user())),
    },
    finds(AL1, ({ userName }) => `username eq "${String(userName)}"`),
    finds(AL1, ({ externalId }) => `externalId eq "${String(externalId)}"`),
    finds(AL1, ({ userName }) => `emails[value eq "${String(userName)}"]`),
    finds(AL1, ({ userName }) => `emails[type eq "work" and value eq "${String(userName)}"]`),
    {
      section: AL2,
      level: 'MUST',
      text: 'the User schema has userName, displayName and active, and externalId is supported',
      async check(scene) {
        const names = (await scene.schema(USER)).map(({ name }) => name);
        expect(names).to.include.members(['userName', 'displayName', 'active']);
        const externalId = scene.name();
        expect(await scene.user({ externalId })).to.include({ externalId });
      },
    },
    {
      section: AL2,
      level: 'MUST',
      text: 'the password attribute is not supported',
      async check(scene) {
        expect((await scene.schema(USER)).map(({ name }) => name)).not.to.include('password');
        const sent = scene.strict.scim('POST', '/Users', scene.body({ password: 'a secret word' }));
        await scene.refused(sent, 400, 'invalidSyntax');
      },
    },
    {
      section: AL2,
      level: 'MUST',
      text: 'custom schemas have no credentials',
      notApplicable: 'Rollcall has no custom schema; an operator who adds one decides about its attributes',
    },
    {
      section: AL2,
      level: 'MUST',
      text: 'POST /Users creates a user',
      check: async (scene) => void (await scene.user()),
    },
    {
      section: AL2,
      level: 'MUST',
      text: 'nobody creates an account of a managed user by hand',
      deviates:
        'An address has one account, so there is no second one; but an owner may invite people beside the identity provider. Nobody whom provisioning has taken out can be added by hand',
    },
    {
      section: AL2,
      level: 'MUST',
      text: 'PATCH /Users/{id} updates attributes',
      async check(scene) {
        const made = await scene.user();
        expect((await scene.patch(made, [{ op: 'replace', path: 'title', value: 'a' }])).body.title).to.equal(
          'a',
        );
      },
    },
    {
      section: AL2,
      level: 'MUST',
      text: 'GET /Users reads all users',
      async check(scene) {
        await scene.user();
        expect((await scene.scim('GET', '/Users')).body.totalResults).to.be.above(0);
      },
    },
    {
      section: AL2,
      level: 'SHOULD',
      text: 'a page has at most 1,000 users, and pages by cursor are supported',
      async check(scene) {
        const pagination = (await scene.config()).pagination as Resource;
        expect(pagination.maxPageSize).to.be.at.most(1_000);
        expect(pagination.cursor).to.equal(true);
      },
    },
    {
      section: AL2,
      level: 'MUST',
      text: 'the Group schema has displayName and members, and externalId is supported',
      async check(scene) {
        expect((await scene.schema(GROUP)).map(({ name }) => name)).to.include.members([
          'displayName',
          'members',
        ]);
        const externalId = scene.name();
        expect(await scene.group([], { externalId })).to.include({ externalId });
      },
    },
    {
      section: AL2,
      level: 'SHOULD',
      text: 'two groups have not the same displayName',
      async check(scene) {
        const { displayName } = await scene.group();
        await scene.refused(
          scene.scim('POST', '/Groups', { schemas: [GROUP], displayName }),
          409,
          'uniqueness',
        );
      },
    },
    {
      section: AL2,
      level: 'MUST',
      text: 'POST /Groups creates a group, also without members',
      check: async (scene) => void (await scene.group()),
    },
    {
      section: AL2,
      level: 'MUST',
      text: 'all groups are read, and excludedAttributes=members omits the members',
      async check(scene) {
        await scene.group([await scene.user()]);
        const { Resources } = (await scene.scim('GET', '/Groups?excludedAttributes=members')).body;
        for (const group of Resources as Resource[]) expect(group).not.to.have.property('members');
      },
    },
    {
      section: AL2,
      level: 'MUST',
      text: 'a group is read by id',
      check: async (scene) => void (await scene.read(await scene.group(), '', '/Groups')),
    },
    {
      section: AL2,
      level: 'MUST',
      text: 'groups are found by displayName, externalId and members[value eq "…"]',
      async check(scene) {
        const user = await scene.user();
        const group = await scene.group([user], { externalId: scene.name() });
        for (const filter of [
          `displayName eq "${String(group.displayName)}"`,
          `externalId eq "${String(group.externalId)}"`,
          `members[value eq "${String(user.id)}"]`,
        ])
          expect(
            (await scene.found(filter, '/Groups')).map(({ id }) => id),
            filter,
          ).to.deep.equal([group.id]);
      },
    },
    {
      section: AL2,
      level: 'MUST',
      text: 'one PATCH of a group has at least 50 operations on members',
      async check(scene) {
        const users = [await scene.user(), await scene.user()];
        const group = await scene.group();
        const operations = Array.from({ length: 50 }, (_, n) => ({
          op: n % 4 < 2 ? 'add' : 'remove',
          path: 'members',
          value: [{ value: users[n % 2]?.id }],
        }));
        expect((await scene.patch(group, operations, scene.scim, '/Groups')).status).to.equal(204);
      },
    },
    {
      section: AL2,
      level: 'MUST',
      text: 'groups of the identity service are mapped to roles of the application',
      test: 'give, change and end roles, which are in place when the command ends',
    },
  ],
};
