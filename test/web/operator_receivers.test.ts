import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { operate } from '../cli/operator.ts';
import { movableClock } from '../clock.ts';
import { heard, hookEvent, SERVICE, setId, streamed } from '../operations/scenes.ts';
import { type GroupStage, stageGroup } from './group_stage.ts';
import { person, signedIn } from './people.ts';
import type { Visitor } from './visitor.ts';

describe("the operator's pages of webhooks and streams", () => {
  let stage: GroupStage;
  let olga: Awaited<ReturnType<typeof person>>;
  let operator: Visitor;
  const clock = movableClock();
  const list = '/operator/webhooks';
  const url = 'https://hooks.test/';

  before(async () => {
    stage = await stageGroup({ runtime: clock.runtime });
    olga = await person(stage.app, { name: 'Olga Operator' });
    await operate(stage.app.services, 'operator add', { account: olga.username });
    await heard(stage.app, stage.acme);
    await streamed(stage.app, stage.acme);
  });
  beforeEach(async () => {
    operator = await signedIn(stage.app, olga);
  });
  after(() => stage.app.close());

  const shown = async (path = list) => (await operator.visit(path)).text;
  const send = async (path: string, fields: Record<string, string> = {}) => {
    await operator.visit(list);
    return operator.send(path, fields);
  };

  it('list those of the whole service, and none of a group', async () => {
    const text = await shown();
    expect(text).to.contain('This service has no webhook.').and.to.contain('This service has no stream.');
    expect(text).not.to.contain('Signals');
    const to = /href="([^"]+)"[^>]*>Webhooks in the API</.exec(text)?.[1] ?? '';
    expect((await operator.visit(to)).text).to.contain('<h1>Webhooks for operators</h1>');
    expect(text).to.contain('Overdue');
    expect((await operator.visit(`${list}/Product`)).status).to.equal(404);
  });

  it('create a webhook of the whole service with a secret that is shown once, and rotate it', async () => {
    const fields = { url, name: 'Everything', types: 'access.*', minutes: '30' };
    const { status, text } = await send(`${list}/new`, fields);
    expect(status).to.equal(200);
    const secret = /<code>(whsec_[^<]+)<\/code>/.exec(text)?.[1] ?? '';
    expect(await shown())
      .to.contain('Everything')
      .and.not.contain('whsec_');
    expect(await shown(`${list}/Everything`)).not.to.contain('whsec_');
    const { webhooks } = await operate(stage.app.services, 'webhook list');
    expect(webhooks).to.have.length(1);
    const rotated = await send(`${list}/Everything/rotate`);
    expect(rotated.text)
      .to.match(/<code>whsec_[^<]+<\/code>/)
      .and.not.contain(secret);
  });

  it('refuse a private address beside what was typed', async () => {
    const { status, text } = await send(`${list}/new`, { url: 'https://10.0.0.1/', types: '', minutes: '9' });
    expect([status, text.includes('10.0.0.1 is not a public address')]).to.deep.equal([422, true]);
  });

  it('disable, enable, test and remove a webhook', async () => {
    await send(`${list}/new`, { url, name: 'Short', types: 'group.moved', minutes: '30' });
    const here = `${list}/Short`;
    expect((await send(`${here}/disable`)).location).to.equal(here);
    expect(await shown(here)).to.contain('Short is disabled.');
    await send(`${here}/enable`);
    expect(await shown(here)).to.contain('Short is enabled.');
    await send(`${here}/test`);
    expect(await shown(here))
      .to.contain('No answer: hooks.test cannot be found.')
      .and.to.contain('webhook.tested');
    expect(await shown(`${here}/remove`)).to.contain('What waits for it and its delivery log are lost');
    await send(`${here}/remove`);
    expect(await shown()).to.contain('Short is removed.');
    expect((await operator.visit(here)).status).to.equal(404);
  });

  it('show a delivery with its answer, send it again, and note that the product has acted', async () => {
    await heard(stage.app);
    const delivery = `${list}/Product/deliveries/${encodeURIComponent(hookEvent(SERVICE))}`;
    expect(await shown(delivery))
      .to.contain('webhook-id')
      .and.to.contain('500');
    await send(`${delivery}/redeliver`);
    expect(await shown(delivery)).to.contain('The delivery goes out again.');
    await send(`${delivery}/acknowledge`);
    expect(await shown(delivery)).to.contain('Noted: the product has acted.');
  });

  it('create, pause, resume, rotate and remove a stream, and show its deliveries', async () => {
    const made = await send('/operator/streams/new', { name: 'Polled', kind: 'poll' });
    expect(made.text).to.match(/<code>rct_[^<]+<\/code>/);
    const here = '/operator/streams/Polled';
    await send(`${here}/pause`);
    expect(await shown(here)).to.contain('Polled is paused; what it hears is kept.');
    await send(`${here}/resume`);
    expect(await shown(here)).to.contain('Polled delivers again.');
    expect((await send(`${here}/rotate`)).text).to.match(/<code>rct_[^<]+<\/code>/);
    await send(`${here}/remove`);
    expect(await shown()).to.contain('Polled is removed.');
    await streamed(stage.app);
    const delivery = `/operator/streams/Signals/deliveries/${encodeURIComponent(setId(SERVICE))}`;
    expect(await shown(delivery))
      .to.contain('jti')
      .and.to.contain('500');
  });

  const dangerous = [
    ['/operator/webhooks/new', '/operator/webhooks/new'],
    ['/operator/streams/new', '/operator/streams/new'],
    ['/operator/webhooks/Product/rotate', '/operator/webhooks/Product/rotate'],
    ['/operator/webhooks/Product/remove', '/operator/webhooks/Product/remove'],
    ['/operator/webhooks/Product/disable', '/operator/webhooks/Product'],
    ['/operator/streams/Signals/pause', '/operator/streams/Signals'],
  ] as const;
  for (const [path, back] of dangerous)
    it(`ask for the password again before ${path}, and lead back to the page of its form`, async () => {
      await operator.visit(list);
      clock.forward(limits.freshSignIn + 1);
      const { location } = await operator.send(path, {});
      expect(location).to.equal(`/sign-in?again=yes&return_to=${encodeURIComponent(back)}`);
      expect((await operator.visit(list)).status).to.equal(200);
    });

  it('do not exist for an owner', async () => {
    for (const path of [list, `${list}/new`, `${list}/Product`, '/operator/streams/Signals'])
      expect((await stage.owner.visit(path)).status, path).to.equal(404);
  });
});
