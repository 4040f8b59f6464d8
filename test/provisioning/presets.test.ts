import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { presets } from '../../lib/integrations/presets.ts';
import { defaultSettings, presetNames } from '../../lib/integrations/types.ts';
import { operate, type Plain, refusal } from '../cli/operator.ts';
import { boot, type Rollcall } from '../helper.ts';

describe('presets', () => {
  let app: Rollcall;
  let group: string;
  let groups = 0;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());
  beforeEach(async () => {
    group = `preset-${++groups}`;
    await app.bootstrap(group);
  });

  const run = (name: string, args: Plain) => operate(app.services, name, { group, ...args });
  const switchesOf = ({ preset, settings }: Plain) => {
    const { ignoreUnknownAttributes, singleReplaceAdds, plainDiscovery, strict } = settings as Plain;
    return { preset, ignoreUnknownAttributes, singleReplaceAdds, plainDiscovery, strict };
  };

  it('are documented as they are', async () => {
    const page = await readFile(new URL('../../docs/provisioning.md', import.meta.url), 'utf8');
    const rows = [
      ...page.matchAll(/^\| `(\w+)` \| (on|off) \| (on|off) \| (on|off) \| (on|off) \| .+ \|$/gm),
    ].map(([, name, ignores, adds, plain, strict]) => [
      name,
      {
        ignoreUnknownAttributes: ignores === 'on',
        singleReplaceAdds: adds === 'on',
        plainDiscovery: plain === 'on',
        strict: strict === 'on',
      },
    ]);
    expect(rows).to.deep.equal(presetNames.map((name) => [name, presets[name]]));
  });

  it('named generic are the defaults', () => {
    expect(defaultSettings).to.deep.include(presets.generic);
  });

  for (const name of presetNames)
    it(`set the switches of ${name} when an integration is made, and when it is changed`, async () => {
      const wanted = { preset: name, ...presets[name] };
      const made = await run('integration create', { name: 'made', preset: name });
      expect(switchesOf(made)).to.deep.equal(wanted);
      await run('integration create', { name: 'changed', ignoreUnknownAttributes: true });
      const changed = await run('integration change', { integration: 'changed', preset: name });
      expect(switchesOf(changed)).to.deep.equal(wanted);
      expect(switchesOf(await run('integration show', { integration: 'changed' }))).to.deep.equal(wanted);
    });

  it('leave every other setting as it is', async () => {
    await run('integration change', { defaultRole: 'reporter', removalPeople: 7 });
    const { settings } = await run('integration change', { preset: 'entra' });
    expect(settings).to.include({ defaultRole: 'reporter', removalPeople: 7, singleReplaceAdds: true });
  });

  it('are overridden by a switch in the same command, and by a later one', async () => {
    const made = await run('integration create', {
      name: 'made',
      preset: 'entra',
      ignoreUnknownAttributes: false,
    });
    expect(switchesOf(made)).to.include({ ignoreUnknownAttributes: false, singleReplaceAdds: true });
    const args = { integration: 'made', preset: 'entra', singleReplaceAdds: false };
    expect(switchesOf(await run('integration change', args))).to.deep.equal({
      preset: 'entra',
      ignoreUnknownAttributes: true,
      singleReplaceAdds: false,
      plainDiscovery: false,
      strict: false,
    });
    const later = await run('integration change', { integration: 'made', ignoreUnknownAttributes: false });
    expect(switchesOf(later)).to.include({ preset: 'entra', ignoreUnknownAttributes: false });
  });

  it('default to generic', async () => {
    expect(switchesOf(await run('integration show', {}))).to.deep.equal({
      preset: 'generic',
      ...presets.generic,
    });
  });

  it('apply from the creation of the group', async () => {
    const args = { group: 'begun', owner: 'owner@begun.test', preset: 'entra' };
    await operate(app.services, 'bootstrap', args);
    const shown = await operate(app.services, 'integration show', { group: 'begun' });
    expect(switchesOf(shown)).to.deep.equal({ preset: 'entra', ...presets.entra });
  });

  it('are refused when they are unknown', async () => {
    const refused = await refusal(app.services, 'integration change', { group, preset: 'acme' });
    expect(refused.code).to.equal('invalid_arguments');
  });

  it('decide what the identity provider may send', async () => {
    const tenant = await app.bootstrap();
    const { body: ann } = await tenant.scim('POST', '/Users', { userName: 'ann@one.test' });
    const { body: bob } = await tenant.scim('POST', '/Users', { userName: 'bob@one.test' });
    const { body: team } = await tenant.scim('POST', '/Groups', {
      displayName: 'Team',
      members: [{ value: ann.id }],
    });
    const path = `/Groups/${String(team.id)}`;
    const byBob = { Operations: [{ op: 'replace', path: 'members', value: [{ value: bob.id }] }] };
    const unknown = { Operations: [{ op: 'replace', path: 'shoeSize', value: '9' }] };
    const sent = async () => {
      const { status } = await tenant.scim('PATCH', `/Users/${String(ann.id)}`, unknown);
      await tenant.scim('PATCH', path, byBob);
      const { members } = (await tenant.scim('GET', path)).body;
      return [status, (members as unknown[]).length];
    };
    const { slug } = tenant;
    await operate(app.services, 'integration change', { group: slug, preset: 'entra' });
    expect(await sent()).to.deep.equal([200, 2]);
    await operate(app.services, 'integration change', { group: slug, preset: 'generic' });
    expect(await sent()).to.deep.equal([400, 1]);
  });

  it('decide what the discovery documents have', async () => {
    const tenant = await app.bootstrap();
    const { slug } = tenant;
    const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
    const published = async () => {
      const config = (await tenant.scim('GET', '/ServiceProviderConfig')).body;
      const one = (await tenant.scim('GET', `/Schemas/${userSchema}`)).body;
      const all = (await tenant.scim('GET', '/Schemas')).body.Resources as Plain[];
      expect(all.find(({ id }) => id === userSchema)).to.deep.equal(one);
      const names = (one.attributes as Plain[]).map(({ name }) => name);
      return { pagination: 'pagination' in config, password: names.includes('password') };
    };
    expect(await published()).to.deep.equal({ pagination: true, password: false });
    await operate(app.services, 'integration change', { group: slug, preset: 'canaille' });
    expect(await published()).to.deep.equal({ pagination: false, password: true });
    await operate(app.services, 'integration change', { group: slug, plainDiscovery: false });
    expect(await published()).to.deep.equal({ pagination: true, password: false });
  });
});
