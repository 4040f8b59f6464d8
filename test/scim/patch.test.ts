import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import fc from 'fast-check';
import { ScimError } from '../../lib/scim/errors.ts';
import { readResource } from '../../lib/scim/ingress/read_resource.ts';
import { resolvePath, schemaByUrn } from '../../lib/scim/schema/resolve.ts';
import { patchCases } from './patch_cases.ts';
import { patched, start } from './patched.ts';
import { ENTERPRISE, userType } from './user_type.ts';

describe('PATCH', () => {
  for (const [title, operations, becomes] of patchCases)
    it(title, () => {
      const expected = Object.fromEntries(
        Object.entries({ ...start, ...becomes }).filter(([, value]) => value !== undefined),
      );
      expect(patched(operations)).to.deep.equal(expected);
    });

  it('ignores unknown paths if allowed', () => {
    expect(
      patched(
        [
          { op: 'add', path: 'nonsense', value: 1 },
          { op: 'add', path: 'title', value: 'T' },
        ],
        { ignoreUnknown: true },
      ),
    ).to.include({ title: 'T' });
  });

  it('turns any operations into an error or a resource that fits its schemas', () => {
    const name = fc.constantFrom(
      'userName',
      'name',
      'name.givenName',
      'emails',
      'emails[type eq "work"]',
      'emails[type eq "x"].value',
      'emails.value',
      'emails.primary',
      'emails[value pr]',
      'active',
      ENTERPRISE,
      `${ENTERPRISE}:manager`,
      'manager',
      'manager[displayName eq "x"].value',
      'roles',
      'constructor',
      '__proto__',
      'title',
      'addresses[country eq "AT"].locality',
      'id',
      'x509Certificates',
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('', 'x', 'True', null, true, 0, {}, []),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(
          fc.constantFrom(
            'value',
            'type',
            'primary',
            'givenName',
            'department',
            'manager',
            '__proto__',
            'emails',
            'x',
          ),
          tie('any'),
          { maxKeys: 3 },
        ),
      ),
    })).any;
    const operation = fc.record(
      { op: fc.constantFrom('add', 'replace', 'remove', 'Add'), path: name, value },
      { requiredKeys: ['op'] },
    );
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 4 }), (operations) => {
        try {
          const result = patched(operations);
          for (const key of Object.keys(result))
            expect(resolvePath(userType, key) ?? schemaByUrn(userType, key), key).not.to.equal(undefined);
          const again = readResource(userType, result, () => undefined);
          const { id: _id, ...rest } = result;
          expect(again).to.deep.equal({ active: true, ...rest });
        } catch (error) {
          if (!(error instanceof ScimError)) throw error;
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('never passes client text to scim-patch, which would let it change every object of the process', () => {
    const script = `import { scimPatch } from 'scim-patch'; scimPatch({ schemas: [] }, [{ op: 'add', path: 'toString.x', value: 'polluted' }]); process.stdout.write(String(({}).toString.x))`;
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(said, 'scim-patch is mended: lib/scim/patch may be relaxed, see docs/advisories.md').to.equal(
      'polluted',
    );
  });
});
