import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { groupRename, groupShow, subgroupCreate } from '../../lib/operations/groups.ts';
import { boot, type Rollcall } from '../helper.ts';
import { wrapped } from '../store/wrapped.ts';
import { callersOf, perform } from './callers.ts';

describe('operations on groups', () => {
  let app: Rollcall;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());

  it('group.show shows the endpoint and the integrations to an owner, and not to a member', async () => {
    const acme = await app.bootstrap();
    const { owner, member } = await callersOf(app, acme);
    const secret = ['scimUrl', 'formerPaths', 'domains', 'integrations', 'saml'];
    expect(await perform(app, groupShow, owner, { group: acme.slug })).to.include.keys(secret);
    expect(await perform(app, groupShow, member, { group: acme.slug })).not.to.have.any.keys(secret);
  });

  it('group.rename takes no more paths than a top-level group may keep, and goes back to a former one', async () => {
    const { slug: group } = await app.bootstrap();
    const named = (slug: string) => perform(app, groupRename, { kind: 'operator' }, { group, slug });
    for (let at = 1; at < limits.pathsPerGroup; at++) await named(`${group}-${at}`);
    const refused = await named(`${group}-more`).catch((error: unknown) => error);
    expect(refused).to.have.property('code', 'too_many_paths');
    expect(await named(group)).to.have.property('path', group);
  });

  it('subgroup.create creates no more groups than a top-level group may contain', async () => {
    const acme = await app.bootstrap();
    const { owner } = await callersOf(app, acme);
    const store = wrapped(app.services.store, (name, answer) =>
      name === 'count' ? Promise.resolve(limits.groupsPerTree) : answer,
    );
    const full = { ...app, services: { ...app.services, store } };
    const wish = { group: acme.slug, slug: 'one-more' };
    const refused = await perform(full, subgroupCreate, owner, wish).catch((error: unknown) => error);
    expect(refused).to.have.property('code', 'too_many_groups');
  });
});
