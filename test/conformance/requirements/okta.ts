import { expect } from 'chai';
import type { Resource } from '../../../lib/scim/schema/types.ts';
import { ERROR, LIST, USER } from './scene.ts';
import type { Source } from './types.ts';

export const okta: Source = {
  name: 'Okta',
  document: `Okta's list for its integration network: the [SCIM 2.0 reference](https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20),
the SPEC and CRUD tests and the QA plan. Sections are ours; numbers are those of the SPEC test. What Okta really sends is in
[test/idp](../test/idp/README.md).`,
  requirements: [
    {
      section: 'SPEC 1',
      level: 'MUST',
      text: 'a list of one has numbers for paging, and a user with id, names, userName, active and e-mail',
      async check(scene) {
        await scene.user();
        const { status, body } = await scene.scim('GET', '/Users?count=1&startIndex=1');
        expect(status).to.equal(200);
        expect(body.schemas).to.deep.equal([LIST]);
        for (const name of ['itemsPerPage', 'startIndex', 'totalResults'])
          expect(body[name]).to.be.a('number');
        expect((body.Resources as Resource[])[0]).to.include.keys('id', 'userName', 'active');
      },
    },
    {
      section: 'SPEC 2',
      level: 'MUST',
      text: 'that user is read by id with the same values',
      async check(scene) {
        const made = await scene.user();
        expect(await scene.read(made)).to.include({ id: made.id, userName: made.userName });
      },
    },
    {
      section: 'SPEC 3',
      level: 'MUST',
      text: 'a filter on an unknown userName is 200 with totalResults 0',
      async check(scene) {
        expect(await scene.found('userName eq "abcdefgh@none.test"')).to.deep.equal([]);
      },
    },
    {
      section: 'SPEC 4',
      level: 'MUST',
      text: 'an unknown id is 404 with a detail',
      check: (scene) => scene.refused(scene.scim('GET', '/Users/010101001010101011001010101011'), 404),
    },
    {
      section: 'SPEC 6',
      level: 'MUST',
      text: 'a POST as application/json is 201 with the user',
      async check(scene) {
        const sent = scene.body();
        const { status, body } = await scene.scim('POST', '/Users', sent, {
          'content-type': 'application/json',
        });
        expect(status).to.equal(201);
        expect(body).to.include({ active: true, userName: sent.userName });
        expect(body.schemas).to.include(USER);
      },
    },
    {
      section: 'SPEC 8',
      level: 'MUST',
      text: 'the same POST again is 409',
      async check(scene) {
        const { userName } = await scene.user();
        await scene.refused(scene.scim('POST', '/Users', scene.body({ userName })), 409, 'uniqueness');
      },
    },
    {
      section: 'SPEC 9',
      level: 'MUST',
      text: 'a filter on userName has no letter case',
      async check(scene) {
        const { userName } = await scene.user();
        expect(await scene.found(`userName eq "${String(userName).toUpperCase()}"`)).to.have.length(1);
      },
    },
    {
      section: 'SPEC 10',
      level: 'MAY',
      text: 'GET /Groups is 200',
      async check(scene) {
        expect((await scene.scim('GET', '/Groups')).status).to.equal(200);
      },
    },
    {
      section: 'SPEC 11',
      level: 'MUST',
      text: 'a header without a scheme is 401 with an Error message',
      async check(scene) {
        const { status, body } = await scene.scim('GET', '/Users', undefined, { authorization: 'non-token' });
        expect([status, body.status, body.schemas]).to.deep.equal([401, '401', [ERROR]]);
      },
    },
    {
      section: 'CRUD',
      level: 'MUST',
      text: 'a PUT of the own answer with other values is accepted, with id, meta, groups and schemas in it',
      async check(scene) {
        const made = await scene.user();
        const sent = { ...(await scene.read(made)), title: 'Boss', groups: [] };
        const { status, body } = await scene.scim('PUT', `/Users/${String(made.id)}`, sent);
        expect([status, body.title]).to.deep.equal([200, 'Boss']);
      },
    },
    {
      section: 'CRUD',
      level: 'MUST',
      text: 'a deactivation and a reactivation answer active as it is now, on the same id',
      async check(scene) {
        const made = await scene.user();
        for (const active of [false, true]) {
          const { body } = await scene.patch(made, [{ op: 'replace', value: { active } }]);
          expect(body).to.include({ id: made.id, active });
        }
      },
    },
    {
      section: 'CRUD',
      level: 'MUST',
      text: 'an inactive user is found by userName',
      async check(scene) {
        const made = await scene.user();
        await scene.patch(made, [{ op: 'replace', value: { active: false } }]);
        expect(await scene.found(`userName eq "${String(made.userName)}"`)).to.have.length(1);
      },
    },
    {
      section: 'CRUD',
      level: 'MUST',
      text: 'a random password in a POST does no harm',
      async check(scene) {
        expect(await scene.user({ password: 'Xy7!' })).not.to.have.property('password');
      },
    },
    {
      section: 'C9301',
      level: 'MAY',
      text: 'password synchronisation',
      deviates:
        'Passwords are neither checked nor kept: people sign in by SAML, or set a password here themselves',
    },
    {
      section: 'C9303',
      level: 'MUST',
      text: 'an import goes through all pages by startIndex and itemsPerPage, in an order that stays',
      async check(scene) {
        for (let n = 0; n < 3; n++) await scene.user();
        const ids: unknown[] = [];
        for (let startIndex = 1; ; ) {
          const { body } = await scene.scim('GET', `/Users?startIndex=${startIndex}&count=5`);
          ids.push(...(body.Resources as Resource[]).map(({ id }) => id));
          startIndex += Number(body.itemsPerPage);
          if (startIndex > Number(body.totalResults)) break;
        }
        expect(new Set(ids).size).to.equal(ids.length);
      },
    },
    {
      section: 'C9312',
      level: 'MUST',
      text: 'a group is created, and linked by displayName',
      async check(scene) {
        const group = await scene.group();
        expect(
          (await scene.found(`displayName eq "${String(group.displayName)}"`, '/Groups')).map(({ id }) => id),
        ).to.deep.equal([group.id]);
      },
    },
    {
      section: 'C9315',
      level: 'MUST',
      text: 'a rename by a replace without a path, with id and displayName, is accepted',
      async check(scene) {
        const group = await scene.group();
        const displayName = scene.name();
        const { status } = await scene.patch(
          group,
          [{ op: 'replace', value: { id: group.id, displayName } }],
          scene.scim,
          '/Groups',
        );
        expect(status).to.equal(204);
        expect(await scene.read(group, '', '/Groups')).to.include({ displayName });
      },
    },
    {
      section: 'C9316',
      level: 'MUST',
      text: 'Push Now replaces all members, also by none',
      async check(scene) {
        const [one, two] = [await scene.user(), await scene.user()];
        const group = await scene.group([one]);
        for (const members of [[two], []]) {
          const value = members.map(({ id }) => ({ value: id, display: 'A' }));
          await scene.patch(group, [{ op: 'replace', path: 'members', value }], scene.scim, '/Groups');
          const shown = ((await scene.read(group, '', '/Groups')).members ?? []) as Resource[];
          expect(shown.map((member) => member.value)).to.deep.equal(members.map(({ id }) => id));
        }
      },
    },
    {
      section: 'C9318',
      level: 'MUST',
      text: 'DELETE of a group is 204',
      async check(scene) {
        expect((await scene.scim('DELETE', `/Groups/${String((await scene.group()).id)}`)).status).to.equal(
          204,
        );
      },
    },
    {
      section: 'C9340',
      level: 'MUST',
      text: 'wrong credentials are an error that an administrator sees',
      test: 'get the same refusal for every fault',
    },
    {
      section: 'entitlements',
      level: 'MAY',
      text: 'roles and entitlements are resource types under the URNs of Okta',
      async check(scene) {
        const { Resources } = (await scene.scim('GET', '/ResourceTypes')).body;
        expect((Resources as Resource[]).map(({ schema }) => schema)).to.include.members([
          'urn:okta:scim:schemas:core:1.0:Role',
          'urn:okta:scim:schemas:core:1.0:Entitlement',
        ]);
      },
    },
    {
      section: 'limits',
      level: 'MUST',
      text: 'a 429 has Retry-After in whole seconds',
      test: 'have the time of the next try in Retry-After',
    },
  ],
};
