import { expect } from 'chai';
import type { Resource } from '../../../lib/scim/schema/types.ts';
import { type Described, ENTERPRISE, GROUP, type Scene, USER } from './scene.ts';
import type { Source } from './types.ts';

const metaOf = ({ meta }: Resource) => meta as Resource;

/** Each attribute of the User schema with one trait. */
async function traits(scene: Scene, urn: string, wanted: Readonly<Record<string, Resource>>): Promise<void> {
  for (const [path, expected] of Object.entries(wanted))
    expect(await scene.attribute(urn, path), path).to.include(expected);
}

async function everyAttribute(scene: Scene, check: (attribute: Described) => void): Promise<void> {
  const { Resources } = (await scene.scim('GET', '/Schemas')).body;
  const walk = (attributes: readonly Described[]): void => {
    for (const attribute of attributes) {
      check(attribute);
      walk(attribute.subAttributes ?? []);
    }
  };
  for (const { attributes } of Resources as { attributes: Described[] }[]) walk(attributes);
}

const simple = [
  ...['displayName', 'nickName', 'profileUrl', 'title', 'userType'],
  ...['preferredLanguage', 'locale', 'timezone'],
];

export const rfc7643: Source = {
  name: 'RFC 7643',
  document: '[RFC 7643](https://www.rfc-editor.org/rfc/rfc7643): core schema.',
  requirements: [
    {
      section: '2.1',
      level: 'MUST',
      text: 'names of attributes have no letter case',
      async check(scene) {
        const { body } = await scene.scim('POST', '/Users', {
          schemas: [USER],
          USERNAME: scene.name(),
          nIcKnAmE: 'A',
        });
        expect(body).to.include({ nickName: 'A' }).and.have.property('userName');
      },
    },
    {
      section: '2.2',
      level: 'MUST',
      text: 'every published attribute states its characteristics',
      check: (scene) =>
        everyAttribute(scene, (attribute) => {
          expect(attribute, attribute.name).to.include.keys(
            'name',
            'type',
            'multiValued',
            'description',
            'required',
            'mutability',
            'returned',
          );
        }),
    },
    {
      section: '2.3.2',
      level: 'MUST',
      text: 'a boolean is answered as true or false, never as text',
      async check(scene) {
        const made = await scene.user({ active: 'True' });
        expect((await scene.read(made)).active).to.equal(true);
      },
    },
    {
      section: '2.3.2',
      level: 'MUST',
      text: 'a boolean that is neither true nor false is refused',
      check: (scene) =>
        scene.refused(scene.scim('POST', '/Users', scene.body({ active: 'perhaps' })), 400, 'invalidValue'),
    },
    {
      section: '2.3.5',
      level: 'MUST',
      text: 'a dateTime is a valid xsd:dateTime with date and time',
      async check(scene) {
        const { created, lastModified } = metaOf(await scene.user());
        for (const time of [created, lastModified])
          expect(String(time)).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
      },
    },
    {
      section: '2.3.6',
      level: 'MUST',
      text: 'binary attributes are case-exact',
      check: (scene) =>
        traits(scene, USER, { 'x509Certificates.value': { type: 'binary', caseExact: true } }),
    },
    {
      section: '2.3.7',
      level: 'MUST',
      text: 'reference attributes are case-exact and name what they refer to',
      check: (scene) =>
        everyAttribute(scene, ({ name, type, caseExact, referenceTypes }) => {
          if (type === 'reference') {
            expect(caseExact, name).to.equal(true);
            expect(referenceTypes, name).to.be.an('array').that.is.not.empty;
          }
        }),
    },
    {
      section: '2.3.8',
      level: 'MUST',
      text: 'a complex attribute has sub-attributes, which are not complex',
      check: (scene) =>
        everyAttribute(scene, ({ name, type, subAttributes }) => {
          expect(type === 'complex', name).to.equal(subAttributes !== undefined);
          for (const sub of subAttributes ?? [])
            expect(sub.type, `${name}.${sub.name}`).not.to.equal('complex');
        }),
    },
    {
      section: '2.4',
      level: 'MUST',
      text: 'primary is true at most once in the values of an attribute',
      async check(scene) {
        const emails = ['a@x.test', 'b@x.test'].map((value) => ({ value, primary: true }));
        const kept = (await scene.user({ emails })).emails as Resource[];
        expect(kept.filter(({ primary }) => primary === true)).to.have.length(1);
      },
    },
    {
      section: '2.4',
      level: 'SHOULD',
      text: 'the same value and type come at most once in an attribute',
      async check(scene) {
        const emails = ['a@x.test', 'a@x.test'].map((value) => ({ value, type: 'work' }));
        expect((await scene.user({ emails })).emails).to.have.length(1);
      },
    },
    {
      section: '2.4',
      level: 'MUST',
      text: 'the $ref of a group of a user is the URI of that group',
      async check(scene) {
        const user = await scene.user();
        const group = await scene.group([user]);
        const [held] = (await scene.read(user)).groups as Resource[];
        expect(held?.$ref).to.equal(metaOf(group).location);
      },
    },
    {
      section: '2.5',
      level: 'MUST',
      text: 'null and an empty list are the same as no value',
      async check(scene) {
        const made = await scene.user({ title: null, phoneNumbers: [] });
        expect(made).not.to.have.any.keys('title', 'phoneNumbers');
        expect(await scene.found(`id eq "${String(made.id)}" and title pr`)).to.deep.equal([]);
      },
    },
    {
      section: '3',
      level: 'MUST',
      text: 'schemas is a list that is not empty, without repetition, of the schemas in use',
      async check(scene) {
        const { schemas } = await scene.user({
          schemas: [USER, ENTERPRISE, USER],
          [ENTERPRISE]: { department: 'Law' },
        });
        expect(schemas).to.deep.equal([USER, ENTERPRISE]);
      },
    },
    {
      section: '3',
      level: 'MUST',
      text: 'a resource without values of an extension does not name its schema',
      async check(scene) {
        expect((await scene.user({ schemas: [USER, ENTERPRISE] })).schemas).to.deep.equal([USER]);
      },
    },
    {
      section: '3.1',
      level: 'MUST',
      text: 'the service gives each resource an id, and the id that a client sends has no effect',
      async check(scene) {
        const made = await scene.user({ id: 'mine' });
        expect(made.id).to.be.a('string').that.is.not.oneOf(['mine', '']);
      },
    },
    {
      section: '3.1',
      level: 'MUST',
      text: 'an id stays when the resource is replaced and changed',
      async check(scene) {
        const made = await scene.user();
        const replaced = await scene.scim('PUT', `/Users/${String(made.id)}`, scene.body({ id: 'other' }));
        expect(replaced.body.id).to.equal(made.id);
        const patched = await scene.patch(made, [{ op: 'replace', path: 'userName', value: scene.name() }]);
        expect(patched.body.id).to.equal(made.id);
      },
    },
    {
      section: '3.1',
      level: 'MUST',
      text: 'no id contains the reserved word bulkId',
      async check(scene) {
        expect(String((await scene.user()).id)).not.to.match(/bulkId/i);
      },
    },
    {
      section: '3.1',
      level: 'MUST',
      text: 'id is case-exact, always returned and unique',
      async check(scene) {
        const made = await scene.user();
        const other = String(made.id).replace(/[a-z]/i, (letter) =>
          letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
        );
        expect(await scene.found(`id eq "${other}"`)).to.deep.equal([]);
        expect((await scene.scim('GET', `/Users/${other}`)).status).to.equal(404);
        expect(await scene.read(made, '?attributes=title')).to.have.property('id', made.id);
      },
    },
    {
      section: '3.1',
      level: 'MUST',
      text: 'externalId is what the client sends, case-exact, and belongs to its integration',
      async check(scene) {
        const externalId = `Key-${scene.name()}`;
        const made = await scene.user({ externalId });
        expect(made.externalId).to.equal(externalId);
        expect(await scene.found(`externalId eq "${externalId}"`)).to.have.length(1);
        expect(await scene.found(`externalId eq "${externalId.toUpperCase()}"`)).to.deep.equal([]);
        await scene.user({ externalId }, scene.elsewhere);
      },
    },
    {
      section: '3.1',
      level: 'MUST',
      text: 'meta has resourceType, created, lastModified, location and version, and a client cannot set it',
      async check(scene) {
        const made = await scene.user({ meta: { created: '2001-01-01T00:00:00Z', resourceType: 'Cat' } });
        expect(metaOf(made)).to.include({ resourceType: 'User' });
        expect(metaOf(made)).to.have.all.keys(
          'resourceType',
          'created',
          'lastModified',
          'location',
          'version',
        );
        expect(String(metaOf(made).created)).not.to.match(/^2001/);
      },
    },
    {
      section: '3.1',
      level: 'MUST',
      text: 'lastModified of a resource that was never changed equals created',
      async check(scene) {
        const { created, lastModified } = metaOf(await scene.user());
        expect(lastModified).to.equal(created);
      },
    },
    {
      section: '3.1',
      level: 'MUST',
      text: 'meta.location equals the header Content-Location, and meta.version the ETag',
      async check(scene) {
        const made = await scene.user();
        const { headers, body } = await scene.scim('GET', `/Users/${String(made.id)}`);
        expect(headers.get('content-location')).to.equal(metaOf(body).location);
        expect(headers.get('etag')).to.equal(metaOf(body).version);
      },
    },
    {
      section: '3.3',
      level: 'MUST',
      text: 'attributes of an extension are in an object named by its URN, core attributes are not',
      async check(scene) {
        const made = await scene.user({ schemas: [USER, ENTERPRISE], [ENTERPRISE]: { employeeNumber: '7' } });
        expect(made[ENTERPRISE]).to.deep.equal({ employeeNumber: '7' });
        expect(made).not.to.have.property(USER);
      },
    },
    {
      section: '4.1.1',
      level: 'MUST',
      text: 'userName is required',
      check: (scene) =>
        scene.refused(
          scene.scim('POST', '/Users', { schemas: [USER], displayName: 'A' }),
          400,
          'invalidValue',
        ),
    },
    {
      section: '4.1.1',
      level: 'MUST',
      text: 'userName must not be empty',
      check: (scene) =>
        scene.refused(scene.scim('POST', '/Users', scene.body({ userName: ' ' })), 400, 'invalidValue'),
    },
    {
      section: '4.1.1',
      level: 'MUST',
      text: 'userName is unique, without regard to letter case',
      async check(scene) {
        const { userName } = await scene.user();
        await scene.refused(
          scene.scim('POST', '/Users', scene.body({ userName: String(userName).toUpperCase() })),
          409,
          'uniqueness',
        );
      },
    },
    {
      section: '4.1.1',
      level: 'MUST',
      text: 'name has formatted, familyName, givenName, middleName, honorificPrefix and honorificSuffix',
      async check(scene) {
        const name = {
          ...{ formatted: 'Dr A B C Jr', familyName: 'C', givenName: 'A', middleName: 'B' },
          ...{ honorificPrefix: 'Dr', honorificSuffix: 'Jr' },
        };
        expect((await scene.read(await scene.user({ name }))).name).to.deep.equal(name);
      },
    },
    ...simple.map((name) => ({
      section: '4.1.1',
      level: 'MUST' as const,
      text: `${name} is kept and answered`,
      async check(scene: Scene) {
        const value = name === 'profileUrl' ? 'https://people.test/ann' : `a ${name}`;
        expect(await scene.read(await scene.user({ [name]: value }))).to.have.property(name, value);
      },
    })),
    {
      section: '4.1.1',
      level: 'MUST',
      text: 'active says whether the user has access',
      test: 'keeps an inactive user readable and searchable; a deleted one is gone',
    },
    {
      section: '4.1.1',
      level: 'MUST',
      text: 'password is never returned',
      async check(scene) {
        const made = await scene.user({ password: 'a secret word' });
        expect(made).not.to.have.property('password');
        expect(await scene.read(made, '?attributes=password')).not.to.have.property('password');
      },
    },
    {
      section: '4.1.1',
      level: 'MAY',
      text: 'password sets the password of the user',
      deviates:
        'The attribute is accepted, not kept, and not in the published schema: people sign in at their identity provider, and credentials must not pass through provisioning (IPSIE AL2 forbids them)',
    },
    ...['emails', 'phoneNumbers', 'ims', 'photos', 'entitlements', 'roles', 'x509Certificates'].map(
      (name) => ({
        section: '4.1.2',
        level: 'MUST' as const,
        text: `${name} has several values, each with value, display, type and primary`,
        async check(scene: Scene) {
          const value = name === 'photos' ? 'https://people.test/a.png' : 'QUJD';
          const values = [
            { value, type: 'other', primary: true, display: 'A' },
            { value: `${value}RA==`, type: 'another' },
          ];
          expect((await scene.read(await scene.user({ [name]: values })))[name]).to.deep.equal(values);
        },
      }),
    ),
    {
      section: '4.1.2',
      level: 'MUST',
      text: 'addresses has formatted, streetAddress, locality, region, postalCode, country and type',
      async check(scene) {
        const address = {
          ...{ formatted: '1 High St', streetAddress: '1 High St', locality: 'Ely', region: 'Cambs' },
          ...{ postalCode: 'CB6', country: 'GB', type: 'work' },
        };
        expect((await scene.read(await scene.user({ addresses: [address] }))).addresses).to.deep.equal([
          address,
        ]);
      },
    },
    {
      section: '4.1.2',
      level: 'MUST',
      text: 'groups is read-only: changes of membership go to the Group',
      async check(scene) {
        const group = await scene.group();
        const made = await scene.user({ groups: [{ value: group.id }] });
        expect(await scene.read(made)).not.to.have.property('groups');
        await scene.refused(
          scene.patch(made, [{ op: 'add', path: 'groups', value: [{ value: group.id }] }]),
          400,
          'mutability',
        );
      },
    },
    {
      section: '4.1.2',
      level: 'MUST',
      text: 'groups tells direct from indirect membership',
      async check(scene) {
        const user = await scene.user();
        const inner = await scene.group([user]);
        const outer = await scene.group([inner]);
        const groups = (await scene.read(user, '?attributes=groups')).groups as Resource[];
        const kinds = Object.fromEntries(groups.map(({ value, type }) => [String(value), type]));
        expect(kinds).to.deep.equal({ [String(inner.id)]: 'direct', [String(outer.id)]: 'indirect' });
      },
    },
    {
      section: '4.2',
      level: 'MUST',
      text: 'displayName of a group is required',
      check: (scene) =>
        scene.refused(scene.scim('POST', '/Groups', { schemas: [GROUP] }), 400, 'invalidValue'),
    },
    {
      section: '4.2',
      level: 'MUST',
      text: 'members has value, type and display of users and of groups',
      async check(scene) {
        const [user, inner] = [await scene.user({ displayName: 'Ann' }), await scene.group()];
        const { members } = await scene.read(await scene.group([user, inner]), '', '/Groups');
        expect(
          (members as Resource[]).map(({ value, type, display }) => ({ value, type, display })),
        ).to.have.deep.members([
          { value: user.id, type: 'User', display: 'Ann' },
          { value: inner.id, type: 'Group', display: inner.displayName },
        ]);
      },
    },
    {
      section: '4.2',
      level: 'MUST',
      text: 'the sub-attributes of members are immutable; display, which follows the member, is read-only',
      check: (scene) =>
        traits(scene, GROUP, {
          'members.value': { mutability: 'immutable' },
          'members.$ref': { mutability: 'immutable' },
          'members.type': { mutability: 'immutable' },
          'members.display': { mutability: 'readOnly' },
        }),
    },
    {
      section: '4.3',
      level: 'MUST',
      text: 'the enterprise extension has its attributes, and a manager with value and read-only displayName',
      async check(scene) {
        const sent = {
          ...{
            employeeNumber: '7',
            costCenter: '4',
            organization: 'Acme',
            division: 'East',
            department: 'Law',
          },
          manager: { value: '26118915' },
        };
        const made = await scene.user({ schemas: [USER, ENTERPRISE], [ENTERPRISE]: sent });
        expect((await scene.read(made))[ENTERPRISE]).to.deep.equal(sent);
        await traits(scene, ENTERPRISE, { 'manager.displayName': { mutability: 'readOnly' } });
      },
    },
    {
      section: '5',
      level: 'MUST',
      text: 'ServiceProviderConfig has patch, bulk, filter, changePassword, sort, etag and authenticationSchemes',
      async check(scene) {
        const config = await scene.config();
        expect(config).to.include.keys(
          'patch',
          'bulk',
          'filter',
          'changePassword',
          'sort',
          'etag',
          'authenticationSchemes',
        );
        expect(config.bulk).to.have.all.keys('supported', 'maxOperations', 'maxPayloadSize');
        expect(config.filter).to.have.all.keys('supported', 'maxResults');
        for (const scheme of config.authenticationSchemes as Resource[])
          expect(scheme).to.include.keys('type', 'name', 'description');
      },
    },
    {
      section: '6',
      level: 'MUST',
      text: 'each resource type has name, endpoint and schema, and each of its extensions says whether it is required',
      async check(scene) {
        for (const type of (await scene.scim('GET', '/ResourceTypes')).body.Resources as Resource[]) {
          expect(type).to.include.keys('schemas', 'name', 'endpoint', 'schema');
          for (const extension of (type.schemaExtensions ?? []) as Resource[])
            expect(extension).to.have.all.keys('schema', 'required');
        }
      },
    },
    {
      section: '7',
      level: 'MUST',
      text: 'each schema has id, name and attributes, and its id is a URN',
      async check(scene) {
        for (const schema of (await scene.scim('GET', '/Schemas')).body.Resources as Resource[]) {
          expect(schema).to.include.keys('schemas', 'id', 'name', 'description', 'attributes', 'meta');
          expect(String(schema.id)).to.match(/^urn:/);
        }
      },
    },
    {
      section: '7',
      level: 'MUST',
      text: 'the characteristics of userName, id and password are those of the specification',
      async check(scene) {
        await traits(scene, USER, {
          userName: { required: true, caseExact: false, uniqueness: 'server', mutability: 'readWrite' },
        });
        expect((await scene.schema(USER)).map(({ name }) => name)).not.to.include('password');
      },
    },
    {
      section: '7',
      level: 'MUST',
      text: 'an immutable attribute cannot change after it was set',
      test: 'can be set once, by PATCH and by PUT',
    },
    {
      section: '8.7.1',
      level: 'MUST',
      text: 'emails, phoneNumbers, ims, photos and addresses declare the canonical values of type',
      async check(scene) {
        for (const name of ['emails', 'phoneNumbers', 'ims', 'photos', 'addresses'])
          expect((await scene.attribute(USER, `${name}.type`)).canonicalValues, name).to.be.an('array').that
            .is.not.empty;
      },
    },
    {
      section: '9.3',
      level: 'SHOULD',
      text: 'personal data of one customer is not visible to another',
      async check(scene) {
        const made = await scene.user();
        expect((await scene.elsewhere('GET', `/Users/${String(made.id)}`)).status).to.equal(404);
        expect(
          await scene.found(`userName eq "${String(made.userName)}"`, '/Users', scene.elsewhere),
        ).to.deep.equal([]);
      },
    },
  ],
};
