import { expect } from 'chai';
import { DAY } from '../../lib/kernel/runtime.ts';
import { operate } from '../cli/operator.ts';
import { movableClock } from '../clock.ts';
import { type GroupStage, stageGroup } from './group_stage.ts';
import { PASSWORD } from './people.ts';

describe('a group whose credential ends', () => {
  const clock = movableClock();
  const pages = ['/groups/acme', '/groups/acme/-/provisioning'];
  let stage: GroupStage;

  before(async () => {
    stage = await stageGroup({ runtime: clock.runtime });
    await operate(stage.app.services, 'credential create', {
      ...{ group: 'acme', kind: 'token', name: 'Okta 2026', expiresIn: '40d' },
    });
    pages.push(stage.at);
  });
  after(() => stage.app.close());

  async function banners(): Promise<(string | undefined)[]> {
    const found: (string | undefined)[] = [];
    for (const page of pages) {
      const { text } = await stage.owner.visit(page);
      found.push(
        /class="notice banner (\w+)"><span><strong>The credential “Okta 2026” ([^<]*)</
          .exec(text)
          ?.slice(1)
          .join(' '),
      );
    }
    return found;
  }

  const everywhere = (text: string | undefined) => pages.map(() => text);

  it('shows a banner on overview, provisioning and integration 30, 7 and 1 days before', async () => {
    expect(await banners()).to.deep.equal(everywhere(undefined));
    clock.forward(10 * DAY);
    await stage.owner.signIn(stage.ada.username, PASSWORD);
    expect(await banners()).to.deep.equal(everywhere('warn ends in 30 days.'));
    expect((await operate(stage.app.services, 'group endings', { group: 'acme' })).endings).to.have.length(1);
  });

  it('leads from each banner to the rotation, which ends it', async () => {
    const id = await stage.idOf('Okta 2026');
    const rotate = `${stage.at}/credentials/${id}/rotate`;
    for (const page of pages)
      expect((await stage.owner.visit(page)).text, page).to.contain(`href="${rotate}"`);
    await stage.owner.visit(rotate);
    await stage.owner.send(rotate, { days: '90', overlap: '24', password: PASSWORD });
    expect(await banners()).to.deep.equal(everywhere(undefined));
  });

  it('shows nothing to a member', async () => {
    expect((await stage.member.visit('/groups/acme')).text).not.to.contain('banner');
  });

  it('tells a disabled, a paused and a previewed integration apart, each with its way out', async () => {
    const change = (more: object) =>
      operate(stage.app.services, 'integration change', { group: 'acme', ...more });
    const shown = async () =>
      Promise.all(pages.slice(0, 2).map(async (page) => (await stage.owner.visit(page)).text));
    await change({ disable: true });
    for (const text of await shown())
      expect(text).to.contain('>Disabled<').and.to.contain(`action="${stage.at}/enable"`);
    await change({ enable: true });
    await operate(stage.app.services, 'integration preview', { group: 'acme' });
    for (const text of await shown())
      expect(text).to.contain('>Preview<').and.to.contain(`href="${stage.at}/plan"`);
  });
});
