import { expect } from 'chai';
import type { Resource } from '../../../lib/scim/schema/types.ts';
import { type Scene, USER } from './scene.ts';
import type { Requirement, Source } from './types.ts';

const inStrict = (scene: Scene) => scene.strict.scim;
const strictUser = (scene: Scene, more: Resource = {}) => scene.user(more, inStrict(scene));
const list = async (scene: Scene, path: string) =>
  (await inStrict(scene)('GET', path)).body.Resources as Resource[];

/** A PATCH of a user in the strict integration. */
const patched = async (scene: Scene, operation: object, more: Resource = {}) =>
  scene.patch(await strictUser(scene, more), [operation], inStrict(scene));

const ofClients = (section: string, text: string): Requirement => ({
  section,
  level: 'MUST',
  text,
  notApplicable: 'It obliges the client',
});

export const interop: Source = {
  name: 'Interop profile',
  document: `draft-zollner-scim-interop-profile, with the preset [strict](provisioning.md#strict-requests). Checked against the text of -01 (15 April
2026) and of the author's later copy, which raises TLS to 1.3. The draft -02 (2 November 2026) is the newest; only its first page
could be read, which says that it updates RFC 7643 too. Sections are those of -01.`,
  requirements: [
    {
      section: '4',
      level: 'MUST',
      text: 'ServiceProviderConfig of a conforming service has interopProfileConformant true',
      async check(scene) {
        expect((await scene.config(inStrict(scene))).interopProfileConformant).to.equal(true);
      },
    },
    {
      section: '4',
      level: 'MUST',
      text: 'a service that does not conform omits interopProfileConformant or says false',
      async check(scene) {
        expect(await scene.config()).not.to.have.property('interopProfileConformant');
      },
    },
    {
      section: '5.1',
      level: 'MUST',
      text: 'there are ServiceProviderConfig, Schemas and ResourceTypes',
      async check(scene) {
        for (const path of ['/ServiceProviderConfig', '/Schemas', '/ResourceTypes'])
          expect((await inStrict(scene)('GET', path)).status).to.equal(200);
      },
    },
    {
      section: '5.1',
      level: 'MUST',
      text: '/Schemas lists exactly what the service supports: every published attribute of a user is kept',
      async check(scene) {
        const sent: Resource = {};
        for (const { name, type, multiValued, mutability, subAttributes } of await scene.schema(
          USER,
          inStrict(scene),
        ))
          if (
            type === 'string' &&
            !multiValued &&
            mutability === 'readWrite' &&
            !subAttributes &&
            name !== 'userName'
          )
            sent[name] = `a ${name}`;
        expect(await strictUser(scene, sent)).to.include(sent);
      },
    },
    {
      section: '5.1',
      level: 'MUST',
      text: 'every schema that a resource type names is at /Schemas',
      async check(scene) {
        const known = (await list(scene, '/Schemas')).map(({ id }) => id);
        for (const { schema, schemaExtensions } of await list(scene, '/ResourceTypes')) {
          expect(known).to.include(schema);
          for (const extension of schemaExtensions as Resource[]) expect(known).to.include(extension.schema);
        }
      },
    },
    {
      section: '5.1',
      level: 'MUST',
      text: 'the id of a resource type is its name',
      async check(scene) {
        for (const { id, name } of await list(scene, '/ResourceTypes')) expect(id).to.equal(name);
      },
    },
    {
      section: '5.2',
      level: 'MUST',
      text: 'filters and uniqueness treat the letter case of userName alike: it does not count',
      async check(scene) {
        const upper = String((await strictUser(scene)).userName).toUpperCase();
        expect(await scene.found(`userName eq "${upper}"`, '/Users', inStrict(scene))).to.have.length(1);
        await scene.refused(
          inStrict(scene)('POST', '/Users', scene.body({ userName: upper })),
          409,
          'uniqueness',
        );
      },
    },
    {
      section: '5.2',
      level: 'MUST',
      text: 'externalId is case-exact, for filters and for uniqueness',
      async check(scene) {
        const externalId = `abc-${scene.name()}`;
        await strictUser(scene, { externalId });
        await strictUser(scene, { externalId: externalId.toUpperCase() });
        expect(await scene.found(`externalId eq "${externalId}"`, '/Users', inStrict(scene))).to.have.length(
          1,
        );
        await scene.refused(inStrict(scene)('POST', '/Users', scene.body({ externalId })), 409, 'uniqueness');
      },
    },
    {
      section: '5.3',
      level: 'MUST',
      text: 'a POST with an attribute that is not defined is 400 invalidSyntax',
      check: (scene) =>
        scene.refused(inStrict(scene)('POST', '/Users', scene.body({ shoeSize: '9' })), 400, 'invalidSyntax'),
    },
    {
      section: '5.3',
      level: 'MUST',
      text: 'a POST with a schema that is not defined is 400 invalidSyntax',
      check: (scene) =>
        scene.refused(
          inStrict(scene)('POST', '/Users', scene.body({ schemas: [USER, 'urn:none:2.0:User'] })),
          400,
          'invalidSyntax',
        ),
    },
    {
      section: '5.3',
      level: 'MUST',
      text: 'a PATCH of an attribute that is not defined is 400 invalidSyntax',
      check: (scene) =>
        scene.refused(patched(scene, { op: 'add', path: 'shoeSize', value: '9' }), 400, 'invalidSyntax'),
    },
    {
      section: '5.4',
      level: 'MUST',
      text: 'every type of a list declares its canonicalValues',
      async check(scene) {
        for (const { name, multiValued, subAttributes = [] } of await scene.schema(USER, inStrict(scene)))
          for (const sub of subAttributes)
            if (multiValued && sub.name === 'type')
              expect(sub.canonicalValues, name).to.be.an('array').that.is.not.empty;
      },
    },
    {
      section: '6.1',
      level: 'MUST',
      text: 'each resource type has its own endpoint',
      async check(scene) {
        const endpoints = (await list(scene, '/ResourceTypes')).map(({ endpoint }) => endpoint);
        expect(new Set(endpoints).size).to.equal(endpoints.length);
      },
    },
    {
      section: '6.1',
      level: 'MUST',
      text: 'a path addresses a resource by its id, not by another attribute',
      async check(scene) {
        const { userName } = await strictUser(scene);
        expect(
          (await inStrict(scene)('GET', `/Users/${encodeURIComponent(String(userName))}`)).status,
        ).to.equal(404);
      },
    },
    {
      section: '6.2',
      level: 'MUST',
      text: 'answers have the content type application/scim+json',
      async check(scene) {
        expect((await inStrict(scene)('GET', '/Users')).headers.get('content-type')).to.match(
          /^application\/scim\+json/,
        );
      },
    },
    ofClients('6.2', 'a client sends a User-Agent'),
    {
      section: '6.3',
      level: 'MUST',
      text: 'filter is supported with eq and and',
      async check(scene) {
        const { id, userName } = await strictUser(scene);
        const found = await scene.found(
          `userName eq "${String(userName)}" and active eq true`,
          '/Users',
          inStrict(scene),
        );
        expect(found.map((one) => one.id)).to.deep.equal([id]);
      },
    },
    {
      section: '6.3',
      level: 'MUST',
      text: 'a filter on an attribute that the type does not define is 400 invalidFilter',
      check: (scene) =>
        scene.refused(inStrict(scene)('GET', '/Users?filter=shoeSize%20eq%20%229%22'), 400, 'invalidFilter'),
    },
    {
      section: '6.4',
      level: 'MUST',
      text: 'lists have pages by index or by cursor',
      async check(scene) {
        expect((await scene.config(inStrict(scene))).pagination).to.include({ cursor: true, index: true });
      },
    },
    {
      section: '6.4',
      level: 'SHOULD',
      text: 'a list without count has at least 100 resources on a page',
      async check(scene) {
        const { defaultPageSize } = (await scene.config(inStrict(scene))).pagination as Resource;
        expect(defaultPageSize).to.be.at.least(100);
      },
    },
    {
      section: '6.4',
      level: 'MUST',
      text: 'a count of 100 is supported, and a count above the maximum answers fewer',
      async check(scene) {
        const { maxPageSize } = (await scene.config(inStrict(scene))).pagination as Resource;
        expect(maxPageSize).to.be.at.least(100);
        expect((await inStrict(scene)('GET', '/Users?count=100000')).body.itemsPerPage).to.be.at.most(
          Number(maxPageSize),
        );
      },
    },
    {
      section: '6.5',
      level: 'MUST',
      text: 'PATCH is supported',
      async check(scene) {
        expect((await scene.config(inStrict(scene))).patch).to.deep.equal({ supported: true });
      },
    },
    ofClients('6.5', 'a client updates by PATCH and not by PUT'),
    {
      section: '6.5.1.1',
      level: 'MUST',
      text: 'a PATCH operation without a path is 400 invalidSyntax',
      check: (scene) =>
        scene.refused(patched(scene, { op: 'replace', value: { title: 'a' } }), 400, 'invalidSyntax'),
    },
    ofClients('6.5.1.2', 'a client sends one operation for each path'),
    {
      section: '6.5.2.1',
      level: 'MUST',
      text: 'add and replace of a simple attribute are the same',
      async check(scene) {
        for (const op of ['add', 'replace'])
          expect(
            (await patched(scene, { op, path: 'title', value: 'b' }, { title: 'a' })).body.title,
          ).to.equal('b');
      },
    },
    {
      section: '6.5.2.1',
      level: 'MUST',
      text: 'replace of a whole complex attribute replaces all of it',
      async check(scene) {
        const { body } = await patched(scene, { op: 'replace', path: 'name', value: { givenName: 'Bea' } });
        expect(body.name).to.deep.equal({ givenName: 'Bea' });
      },
    },
    {
      section: '6.5.2.1',
      level: 'MUST',
      text: 'add to a whole complex attribute keeps what is not sent',
      async check(scene) {
        const { body } = await patched(scene, { op: 'add', path: 'name', value: { givenName: 'Bea' } });
        expect(body.name).to.deep.equal({ givenName: 'Bea', familyName: 'Ames' });
      },
    },
    {
      section: '6.5.2.2',
      level: 'MUST',
      text: 'replace of a list replaces it, and add appends to it',
      async check(scene) {
        const value = [{ value: 'n@x.test', type: 'home' }];
        expect((await patched(scene, { op: 'replace', path: 'emails', value })).body.emails).to.deep.equal(
          value,
        );
        expect((await patched(scene, { op: 'add', path: 'emails', value })).body.emails).to.have.length(2);
      },
    },
    {
      section: '6.5.2.2',
      level: 'MUST',
      text: 'a list as the value of add and replace is an array',
      check: (scene) =>
        scene.refused(
          patched(scene, { op: 'add', path: 'emails', value: { value: 'n@x.test' } }),
          400,
          'invalidSyntax',
        ),
    },
    {
      section: '6.5.2.2',
      level: 'MUST',
      text: 'add and replace with a value path name a sub-attribute, or are 400 invalidPath',
      check: (scene) =>
        scene.refused(
          patched(scene, { op: 'replace', path: 'emails[type eq "work"]', value: { value: 'n@x.test' } }),
          400,
          'invalidPath',
        ),
    },
    {
      section: '6.5.3',
      level: 'MAY',
      text: 'a remove of a whole value by a value path is refused',
      deviates:
        'It is carried out: there is no other way to take one member out of a group by its id, and refusing is optional',
    },
    {
      section: '6.5.3',
      level: 'MAY',
      text: 'a value path that matches several values is 400 invalidFilter',
      deviates: 'All matching values change, as RFC 7644 section 3.5.2.3 says; refusing is optional',
    },
    {
      section: '6.6',
      level: 'MUST',
      text: 'a PATCH never deletes: a deactivated user is still there',
      async check(scene) {
        const made = await strictUser(scene);
        await scene.patch(made, [{ op: 'replace', path: 'active', value: false }], inStrict(scene));
        expect((await inStrict(scene)('GET', `/Users/${String(made.id)}`)).body.active).to.equal(false);
      },
    },
    {
      section: '6.6',
      level: 'MUST',
      text: 'a deleted resource is 404 and in no list, and its userName is free',
      async check(scene) {
        const { id, userName } = await strictUser(scene);
        expect((await inStrict(scene)('DELETE', `/Users/${String(id)}`)).status).to.equal(204);
        expect((await inStrict(scene)('GET', `/Users/${String(id)}`)).status).to.equal(404);
        expect(
          await scene.found(`userName eq "${String(userName)}"`, '/Users', inStrict(scene)),
        ).to.deep.equal([]);
        expect((await strictUser(scene, { userName })).id).not.to.equal(id);
      },
    },
    ofClients('6.7', 'a client sends no header of conditional requests'),
    {
      section: '6.8',
      level: 'MAY',
      text: 'bulk requests are supported',
      async check(scene) {
        expect(((await scene.config(inStrict(scene))).bulk as Resource).supported).to.equal(true);
      },
    },
    {
      section: '6.9.1',
      level: 'MUST',
      text: 'a PATCH that violates uniqueness is 409 uniqueness',
      async check(scene) {
        const { userName } = await strictUser(scene);
        await scene.refused(
          patched(scene, { op: 'replace', path: 'userName', value: userName }),
          409,
          'uniqueness',
        );
      },
    },
    {
      section: '7.1',
      level: 'MUST',
      text: 'all requests use TLS',
      deviates: 'The service speaks HTTP; a proxy in front of it ends TLS, and decides about its version',
    },
    {
      section: '7.2',
      level: 'SHOULD',
      text: 'HTTP Basic is not used for SCIM requests',
      async check(scene) {
        const { status } = await inStrict(scene)('GET', '/Users', undefined, { authorization: 'Basic YTpi' });
        expect(status).to.equal(401);
      },
    },
  ],
};
