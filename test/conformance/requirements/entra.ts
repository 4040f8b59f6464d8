import { expect } from 'chai';
import type { Resource } from '../../../lib/scim/schema/types.ts';
import { ENTERPRISE, USER } from './scene.ts';
import type { Source } from './types.ts';

const PATH = '?aadOptscim062020';

export const entra: Source = {
  name: 'Entra',
  document: `Microsoft's list for an application that Entra ID provisions: [develop a SCIM endpoint](https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups),
its compatibility notes, and the tests of its gallery. Sections are our own. What Entra really sends is in [test/idp](../test/idp/README.md).`,
  requirements: [
    {
      section: 'connection',
      level: 'MUST',
      text: 'a filter for a user that cannot exist is 200 with an empty list',
      test: 'a filter without a match answers 200 with an empty list',
    },
    {
      section: 'connection',
      level: 'MUST',
      text: 'the flag aadOptscim062020 in the address is passed over',
      test: 'the flag aadOptscim062020 in the URL is passed over',
    },
    {
      section: 'connection',
      level: 'MUST',
      text: 'twenty-five requests a second are answered',
      test: 'twenty-five requests at once all succeed',
    },
    {
      section: 'connection',
      level: 'MUST',
      text: 'access tokens come from the client credentials grant and live 60 to 360 minutes',
      test: 'the access token lives 60 to 360 minutes and opens the SCIM endpoint',
    },
    {
      section: 'connection',
      level: 'MUST',
      text: 'a federated credential, an assertion of Entra, gets an access token',
      test: 'exchanges an assertion as Entra sends it for an access token',
    },
    {
      section: 'schema',
      level: 'MUST',
      text: 'every attribute of the default mapping is at /Schemas',
      test: 'every mapped attribute is in the schemas',
    },
    {
      section: 'users',
      level: 'MUST',
      text: 'a user is created with 201, and again with 409',
      async check(scene) {
        const sent = scene.body({
          schemas: [USER, ENTERPRISE],
          roles: [],
          manager: null,
          meta: { resourceType: 'User' },
        });
        expect((await scene.scim('POST', '/Users', sent)).status).to.equal(201);
        await scene.refused(scene.scim('POST', '/Users', sent), 409, 'uniqueness');
      },
    },
    {
      section: 'users',
      level: 'MUST',
      text: 'a user is found by the matching attribute: userName, externalId, or an e-mail of a type',
      async check(scene) {
        const made = await scene.user({ externalId: scene.name() });
        for (const filter of [
          `userName eq "${String(made.userName)}"`,
          `externalId eq "${String(made.externalId)}"`,
          `emails[type eq "work"].value eq "${String(made.userName)}"`,
        ])
          expect(await scene.found(filter), filter).to.have.length(1);
      },
    },
    {
      section: 'users',
      level: 'MUST',
      text: 'operations with a capital and booleans as text are understood',
      async check(scene) {
        const { body } = await scene.patch(await scene.user(), [
          { op: 'Replace', path: 'active', value: 'False' },
        ]);
        expect(body.active).to.equal(false);
      },
    },
    {
      section: 'users',
      level: 'MUST',
      text: 'one replace without a path, with dotted keys, changes several attributes',
      async check(scene) {
        const made = await scene.user();
        const value = { displayName: 'A', 'name.givenName': 'B', [`${ENTERPRISE}:employeeNumber`]: '7' };
        const { body } = await scene.scim('PATCH', `/Users/${String(made.id)}${PATH}`, {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
          Operations: [{ op: 'replace', value }],
        });
        expect(body).to.include({ displayName: 'A' });
        expect((body.name as Resource).givenName).to.equal('B');
        expect((body[ENTERPRISE] as Resource).employeeNumber).to.equal('7');
      },
    },
    {
      section: 'users',
      level: 'MUST',
      text: 'a value path that matches nothing creates the value',
      async check(scene) {
        const path = 'phoneNumbers[type eq "mobile"].value';
        const { body } = await scene.patch(await scene.user(), [{ op: 'Add', path, value: '1' }]);
        expect(body.phoneNumbers).to.deep.equal([{ type: 'mobile', value: '1' }]);
      },
    },
    {
      section: 'users',
      level: 'MUST',
      text: 'a manager is set, changed and removed, also as a bare text',
      test: 'a manager is set by add, changed by replace, and removed by an empty replace',
    },
    {
      section: 'users',
      level: 'MUST',
      text: 'a disabled user is found and read, with active false',
      async check(scene) {
        const made = await scene.user();
        await scene.patch(made, [{ op: 'Replace', path: 'active', value: false }]);
        const [found] = await scene.found(`userName eq "${String(made.userName)}"`);
        expect(found).to.include({ active: false });
      },
    },
    {
      section: 'users',
      level: 'MUST',
      text: 'a soft-deleted user, renamed with 32 hex digits in front, keeps the account and its address',
      test: 'that renames the address in emails like a soft deletion keeps the account as it was',
    },
    {
      section: 'users',
      level: 'SHOULD',
      text: 'Account Discovery reads everybody who has an account, page by page',
      test: 'goes through users and members by index and by cursor, and counts both',
    },
    {
      section: 'groups',
      level: 'MUST',
      text: 'a group is created, found by displayName without its members, renamed, and gets members',
      test: 'a group is created, renamed, and gets a member',
    },
    {
      section: 'groups',
      level: 'MUST',
      text: 'Remove with a list of values takes out those members only',
      async check(scene) {
        const [one, two] = [await scene.user(), await scene.user()];
        const group = await scene.group([one, two]);
        const operation = { op: 'Remove', path: 'members', value: [{ $ref: null, value: one.id }] };
        const { status } = await scene.patch(group, [operation], scene.scim, '/Groups');
        expect(status).to.equal(204);
        const { members } = await scene.read(group, '', '/Groups');
        expect((members as Resource[]).map(({ value }) => value)).to.deep.equal([two.id]);
      },
    },
    {
      section: 'groups',
      level: 'MUST',
      text: 'adding a member again and removing an absent one succeed',
      async check(scene) {
        const user = await scene.user();
        const group = await scene.group([user]);
        for (const op of ['Add', 'Add', 'Remove', 'Remove']) {
          const operation = { op, path: 'members', value: [{ value: user.id }] };
          expect((await scene.patch(group, [operation], scene.scim, '/Groups')).status).to.equal(204);
        }
      },
    },
    {
      section: 'groups',
      level: 'MUST',
      text: 'members that Entra adds by replacing the list with each in turn are all there',
      test: 'decide what the identity provider may send',
    },
    {
      section: 'groups',
      level: 'MUST',
      text: 'a member id that is junk succeeds with 204',
      deviates:
        'It is 400 invalidValue that names the id: a member that nobody knows is a mistake, and the provider is to see it',
      async check(scene) {
        const operation = { op: 'Add', path: 'members', value: [{ value: 'junk' }] };
        await scene.refused(
          scene.patch(await scene.group(), [operation], scene.scim, '/Groups'),
          400,
          'invalidValue',
        );
      },
    },
  ],
};
