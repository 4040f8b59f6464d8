import { expect } from 'chai';
import { applyPatch } from '../../lib/scim/patch/apply_patch.ts';
import { parsePatch } from '../../lib/scim/patch/parse_patch.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { ended } from './ended.ts';
import { CORE, userType } from './user_type.ts';

export const start: Resource = {
  schemas: [CORE],
  userName: 'ann',
  name: { givenName: 'Ann', familyName: 'Ames' },
  active: true,
  emails: [
    { type: 'work', value: 'ann@acme.test', primary: true },
    { type: 'home', value: 'ann@home.test' },
  ],
  id: 'U1',
};

/** The result of operations on `start`, which never changes, even if one of them throws. */
export function patched(operations: unknown, options = {}): Resource {
  const before = structuredClone(start);
  try {
    const parsed = ended(parsePatch({ Operations: operations }, userType, () => undefined, options));
    return ended(applyPatch(userType, start, parsed, () => undefined));
  } finally {
    expect(start, 'the resource itself').to.deep.equal(before);
  }
}
