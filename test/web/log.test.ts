import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { operate } from '../cli/operator.ts';
import { client, user } from '../helper.ts';
import { anonymous, type GroupStage, stageGroup } from './group_stage.ts';

describe('the log of a group', () => {
  let stage: GroupStage;
  const at = '/groups/acme/-/log';

  before(async () => {
    stage = await stageGroup();
  });
  after(() => stage.app.close());

  async function entries(args: Record<string, unknown>) {
    const { entries: found } = await operate(stage.app.services, 'log', { group: 'acme', ...args });
    return found as {
      id: string;
      path: string;
      status: number;
      userName?: string;
      outcome: string;
      ms?: number;
    }[];
  }

  async function newest(args: Record<string, unknown> = {}): Promise<string> {
    const [entry] = await entries({ limit: 1, ...args });
    return `${at}/${entry?.id}`;
  }

  it('shows a request with both bodies, without its password, and as a command', async () => {
    await stage.acme.scim(
      'POST',
      '/Users',
      user('ann@log.test', { password: 'canary-7f3a9c', nickName: "A'n" }),
    );
    const { status, text } = await stage.owner.visit(await newest());
    expect(status).to.equal(200);
    expect(text).not.to.include('canary-7f3a9c');
    for (const part of [
      '&quot;userName&quot;: &quot;ann@log.test&quot;',
      '&quot;password&quot;: &quot;***&quot;',
      '&quot;resourceType&quot;: &quot;User&quot;',
      'Authorization: Bearer $TOKEN',
      'curl --request POST',
      `A'\\''n`,
      ' ms',
    ])
      expect(text.replaceAll('&#39;', "'")).to.include(part);
  });

  for (const [what, body] of [
    ['with a key that deletes', user('del@log.test', { nickName: 'x\u007f'.repeat(9) })],
    ['that is not JSON and interrupts a shell', '{"userName":"\u0003 touch /tmp/x'],
  ] as const)
    it(`gives no command for a body ${what}`, async () => {
      await stage.acme.scim('POST', '/Users', body);
      const { status, text } = await stage.owner.visit(await newest());
      expect([status, text.includes('safe to paste'), text.includes('curl --request')]).to.deep.equal([
        200,
        true,
        false,
      ]);
    });

  it('cuts a long body at its limit and gives no command for it', async () => {
    const { id } = (await stage.acme.scim('POST', '/Groups', { displayName: 'Large' })).body;
    const members = Array.from({ length: 1_000 }, (_, at) => ({
      value: `member-${at}`,
      display: 'x'.repeat(20),
    }));
    await stage.acme.scim('PATCH', `/Groups/${id}`, {
      Operations: [{ op: 'add', path: 'members', value: members }],
    });
    const shown = await operate(stage.app.services, 'log show', {
      group: 'acme',
      request: (await newest()).split('/').at(-1),
    });
    const { request } = shown as { request: { text: string; isCut: boolean } };
    expect(request.isCut).to.equal(true);
    expect(request.text).to.have.length(16_384);
    expect(shown).not.to.have.property('curl');
    expect((await stage.owner.visit(await newest())).text).to.include('only the beginning of this body');
  });

  describe('tells the owner, and never the caller, why a credential was refused:', () => {
    const send = async (token: string) => {
      const { status, body } = await client(stage.acme.scimUrl, token)('GET', '/Users');
      return { status, detail: body.detail };
    };
    const told = async () => (await entries({ limit: 1 }))[0]?.outcome;
    const token = async (more: Record<string, unknown> = {}) => {
      const name = `t${Math.random()}`;
      const made = await operate(stage.app.services, 'token create', { group: 'acme', name, ...more });
      return { name, secret: String(made.secret) };
    };
    const answers = new Set<string>();
    afterEach(() => expect([...answers]).to.have.length(1));

    it('missing', async () => {
      const response = await fetch(`${stage.acme.scimUrl}/Users`);
      const { status, detail } = (await response.json()) as { status: string; detail: string };
      answers.add(JSON.stringify({ status: Number(status), detail }));
      expect(await told()).to.equal('Refused: The request has no token.');
    });

    it('unknown, also for one of another group', async () => {
      const other = await stage.app.bootstrap();
      for (const secret of [`rcs_${'0'.repeat(49)}`, 'text', other.scimToken]) {
        answers.add(JSON.stringify(await send(secret)));
        expect(await told()).to.equal('Refused: The token is not one of this group.');
      }
    });

    it('revoked, and a revoked one of another group is unknown', async () => {
      const { name, secret } = await token();
      await operate(stage.app.services, 'token revoke', { group: 'acme', token: name });
      answers.add(JSON.stringify(await send(secret)));
      expect(await told()).to.equal('Refused: The token is revoked.');
      const [entry] = await entries({ limit: 1, token: name });
      expect(entry?.status).to.equal(401);
    });

    it('from an address that is not allowed', async () => {
      const { name, secret } = await token({ cidr: ['192.0.2.0/24'] });
      answers.add(JSON.stringify(await send(secret)));
      expect(await told()).to.equal('Refused: The token may not be used from this address.');
      await operate(stage.app.services, 'token revoke', { group: 'acme', token: name });
    });

    it('with the way to a new credential on the page of the request', async () => {
      const { text } = await stage.owner.visit(await newest({ status: '401' }));
      expect(text).to.include(`${stage.at}/credentials/new`).and.include('Generate a credential');
    });
  });

  it('names the person or the directory group of each request, and leads to all that are about it', async () => {
    const crew = (await stage.acme.scim('POST', '/Groups', { displayName: 'Night crew' })).body;
    await stage.acme.scim('PATCH', `/Groups/${String(crew.id)}`, { Operations: [{ op: 'nope' }] });
    const { text } = await stage.owner.visit(at);
    const here = `${at}?user=${String(crew.id)}`;
    expect(text).to.contain(`href="${here}"`).and.to.contain(`href="${at}?user=ann%40log.test"`);
    expect((await stage.owner.visit(here)).text.match(/>Night crew</g)).to.have.length.greaterThan(1);
  });

  it('explains each leniency in words', async () => {
    await stage.acme.scim('POST', '/Users', { ...user('len@log.test'), active: 'True' });
    expect((await stage.owner.visit(await newest())).text)
      .to.contain('a boolean was sent as text')
      .and.to.contain('<code>boolean-text</code>');
  });

  it('finds refused requests by the name of their person, whatever names them', async () => {
    const { scim } = stage.acme;
    const { id } = (await scim('POST', '/Users', user('bob@log.test'))).body;
    await scim('POST', '/Users', user('bob@log.test'));
    await scim('PATCH', `/Users/${id}`, { Operations: [{ op: 'replace', path: 'nonsense', value: 1 }] });
    await scim('GET', '/Users?filter=userName eq "bob@log.test" and');
    await scim('POST', '/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [{ method: 'POST', path: '/Users', bulkId: 'b', data: user('bob@log.test') }],
    });
    const found = await entries({ failed: true, user: 'bob@log.test' });
    expect(found.map(({ status, userName }) => [status, userName])).to.deep.equal([
      [409, 'bob@log.test'],
      [400, 'bob@log.test'],
      [400, 'bob@log.test'],
      [409, 'bob@log.test'],
    ]);
  });

  it('filters by person, answer, kind, time and credential, by deep links', async () => {
    const { scim } = stage.acme;
    await scim('POST', '/Users', user('filter@log.test'));
    await scim('GET', '/Schemas');
    const shown = async (query: string) => {
      const { text } = await stage.owner.visit(`${at}?${query}`);
      return [...text.matchAll(/<small>(\w+ \/[^<\s]*)<\/small><small>reference/g)].map(
        ([, request]) => request,
      );
    };
    expect(await shown('user=filter%40log.test&status=2xx')).to.deep.equal(['POST /Users']);
    expect(await shown('kind=discovery')).to.deep.equal(['GET /Schemas']);
    expect(await shown('kind=read&status=200')).to.deep.equal([]);
    expect(await shown('until=1h')).to.deep.equal([]);
    expect((await stage.owner.visit(`${at}?status=9`)).status).to.equal(422);
  });

  it('exports the filtered requests, and escapes formulas in CSV cells', async () => {
    await stage.acme.scim('POST', '/Users', user('=cmd()|a@log.test', { userName: '=1+1' }));
    await stage.acme.scim('POST', '/Users', user('=cmd()|a@log.test', { userName: '=1+1' }));
    const csv = await stage.owner.visit(`${at}/export.csv?status=refused&user=%3D1%2B1`);
    const lines = csv.text.trim().split('\r\n');
    expect(csv.headers.get('content-type')).to.match(/^text\/csv/);
    expect(lines).to.have.length(2);
    expect(lines[1]).to.include(",'=1+1,");
    const json = await stage.owner.visit(`${at}/export.json?status=refused&user=%3D1%2B1`);
    expect((JSON.parse(json.text) as { userName: string }[]).map(({ userName }) => userName)).to.deep.equal([
      '=1+1',
    ]);
  });

  for (const ends of ['\n', '\r', '\r\n'])
    it(`keeps a user name with the line end ${JSON.stringify(ends)} in one CSV cell`, async () => {
      const userName = `line${ends}=1+1`;
      await stage.acme.scim('POST', '/Users', user('line@log.test', { userName }));
      const csv = await stage.owner.visit(`${at}/export.csv`);
      expect(csv.text).to.include(`,"${userName}",`);
    });

  it('says what helps against a refusal, in the terminal too', async () => {
    await stage.acme.scim('POST', '/Users', { userName: '' });
    const request = (await newest()).split('/').at(-1);
    const shown = await operate(stage.app.services, 'log show', { group: 'acme', request });
    expect(shown).to.deep.include({ cause: 'userName is required.' });
    expect(shown.remedy).to.have.property('text');
  });

  it('answers 404 to a stranger and to the owner of another group, and 403 to a member', async () => {
    const entry = await newest();
    for (const path of [at, entry, `${at}/export.csv`, `${at}/export.json`]) {
      const nowhere = await stage.stranger.visit('/groups/nowhere/-/log');
      const seen = await stage.stranger.visit(path);
      expect(seen.status).to.equal(404);
      expect(anonymous(seen)).to.equal(anonymous(nowhere));
      expect((await stage.member.visit(path)).status).to.equal(403);
    }
    expect((await stage.owner.visit(`${at}/nothing`)).status).to.equal(404);
  });
});

describe('a replay as preview', () => {
  let stage: GroupStage;
  const at = '/groups/acme/-/log';

  before(async () => {
    stage = await stageGroup();
  });
  after(() => stage.app.close());

  async function newestId(): Promise<string> {
    const { entries } = await operate(stage.app.services, 'log', { group: 'acme', limit: 1 });
    return (entries as { id: string }[])[0]?.id ?? '';
  }

  const replayed = async (request: string) =>
    operate(stage.app.services, 'log replay', { group: 'acme', request });

  it('shows what a change would do now, and changes nothing', async () => {
    const { scim } = stage.acme;
    await scim('POST', '/Users', user('eve@log.test'));
    const created = await newestId();
    const list = await scim('GET', '/Users?filter=userName eq "eve@log.test"');
    const [{ id }] = list.body.Resources as [{ id: string }];
    await scim('DELETE', `/Users/${id}`);
    const removed = await newestId();
    const count = async () => (await scim('GET', '/Users')).body.totalResults;
    const before = await count();

    expect(await replayed(created)).to.have.nested.property('would.status', 201);
    expect(await replayed(removed)).to.have.nested.property('refused.code', 'not_found');
    await scim('POST', '/Users', user('eve@log.test'));
    expect(await replayed(created)).to.have.nested.property('refused.code', 'user_name_taken');
    expect(await count()).to.equal(Number(before) + 1);

    const { status, text } = await stage.owner.visit(`${at}/${created}/replay`);
    expect(status).to.equal(200);
    expect(text).to.include('It would be refused.').and.include('Nothing has changed.').and.include('>409<');
  });

  it('of a change of a group shows the members that join', async () => {
    const { scim } = stage.acme;
    const { id } = (await scim('POST', '/Users', user('finn@log.test'))).body;
    await scim('POST', '/Groups', { displayName: 'Replayed', members: [{ value: id }] });
    const created = await newestId();
    expect(await replayed(created)).to.have.nested.property('refused.code', 'display_name_taken');
    const { body } = await scim('GET', '/Groups?filter=displayName eq "Replayed"');
    const [{ id: group }] = body.Resources as [{ id: string }];
    await scim('DELETE', `/Groups/${group}`);
    expect(await replayed(created)).to.have.nested.property('would.status', 201);
    expect((await scim('GET', '/Groups?filter=displayName eq "Replayed"')).body.totalResults).to.equal(0);
  });

  it('is refused for a read and for a body that is cut', async () => {
    await stage.acme.scim('GET', '/Users');
    const { status, text } = await stage.owner.visit(`${at}/${await newestId()}/replay`);
    expect([status, text.includes('Only changes can be replayed')]).to.deep.equal([409, true]);
    const members = Array.from({ length: 1_000 }, (_, at) => ({
      value: `member-${at}`,
      display: 'x'.repeat(20),
    }));
    await stage.acme.scim('POST', '/Groups', { displayName: 'Large', members });
    const { text: cut } = await stage.owner.visit(`${at}/${await newestId()}/replay`);
    expect(cut).to.include('longer than the log keeps');
  });

  it('is for owners only', async () => {
    const path = `${at}/${await newestId()}/replay`;
    expect((await stage.stranger.visit(path)).status).to.equal(404);
    expect((await stage.member.visit(path)).status).to.equal(403);
  });
});

describe('the charts of a group', () => {
  let stage: GroupStage;

  before(async () => {
    stage = await stageGroup();
    await stage.acme.scim('POST', '/Users', user('gil@log.test'));
    await stage.acme.scim('POST', '/Users', user('gil@log.test'));
  });
  after(() => stage.app.close());

  it('show requests and refusals, and members by origin, with a table behind each', async () => {
    const { text } = await stage.owner.visit('/groups/acme');
    expect(text).to.match(/<svg [^>]*role="img" aria-label="3 requests, 1 of them refused\. Days are UTC\."/);
    expect(text).to.match(/<svg [^>]*aria-label="added by hand: \d+, provisioned: 1\."/);
    expect(text.match(/<summary>As a table<\/summary>/g)).to.have.length(2);
  });

  it('have a legend, numbers at the axis and days below', async () => {
    const { text } = await stage.owner.visit('/groups/acme');
    expect(text).to.match(/class="legend"[^>]*><span><i class="plain"><\/i> Accepted/);
    expect(text)
      .to.match(/text-anchor="end">\d+<\/text>/)
      .and.to.match(/text-anchor="middle">\d+ \w+<\/text>/);
  });

  it('fill the width that there is', async () => {
    const { text } = await stage.owner.visit('/groups/acme/-/log');
    const ends = [...text.matchAll(/<rect[^>]* x="([\d.]+)%"[^>]* width="([\d.]+)%"/g)].map(
      ([, x, width]) => Number(x) + Number(width),
    );
    expect(Math.max(...ends)).to.be.within(95, 100);
  });

  it('write the name and the number of each origin beside its bar', async () => {
    const { text } = await stage.owner.visit('/groups/acme');
    const chart = /<svg class="lying".*?<\/svg>/s.exec(text)?.[0] ?? '';
    expect(chart).to.match(/<text[^>]*>provisioned<\/text><rect[^>]*><\/rect><text[^>]*>1<\/text>/);
  });

  it('lead from a day to its part of the log', async () => {
    const { text } = await stage.owner.visit('/groups/acme/-/log');
    const today = new Date(stage.app.services.runtime.now()).toISOString().slice(0, 10);
    const link =
      new RegExp(`href="(/groups/acme/-/log\\?since=${today}&amp;until=[\\d-]+)"`).exec(text)?.[1] ?? '';
    const { text: day } = await stage.owner.visit(link.replaceAll('&amp;', '&'));
    expect(day).to.include('gil@log.test').and.not.include('<svg');
  });

  it('lead from the refused ones of a day to these alone', async () => {
    const { text } = await stage.owner.visit('/groups/acme/-/log');
    const link = /href="([^"]+&amp;status=refused)"/.exec(text)?.[1] ?? '';
    const { text: day } = await stage.owner.visit(link.replaceAll('&amp;', '&'));
    expect(day).to.include('class="tag bad"').and.not.include('class="tag ok"');
  });

  it('are not shown to members', async () => {
    const { text } = await stage.member.visit('/groups/acme');
    expect(text).not.to.include('<svg');
  });
});

describe('a filter of a log with more requests than one page looks at', () => {
  let stage: GroupStage;
  let old = '';

  before(async () => {
    stage = await stageGroup();
    const { id } = (await stage.acme.scim('POST', '/Users', user('old@log.test'))).body;
    old = String(id);
    const { logBook, runtime } = stage.app.services;
    for (let n = 0; n < limits.scannedLogEntries + limits.maxPageSize; n++)
      logBook.add({
        ...{ id: runtime.id(), rootId: stage.acme.groupId, at: runtime.now(), requestId: runtime.id() },
        ...{ method: 'GET', path: '/Users', status: 200, ip: '', userAgent: '', outcome: 'Read.' },
        expiresAt: runtime.now() + 1_000_000,
      });
    await logBook.flush();
  });
  after(() => stage.app.close());

  it('says that older requests may match, and finds them on the next page', async () => {
    const { text } = await stage.owner.visit('/groups/acme/-/log?kind=change');
    expect(text).to.contain('No request so far matches the filter. Older ones may.');
    const older = /href="([^"]*after=[^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect((await stage.owner.visit(older)).text).to.contain('Created the account old.');
  });

  it('for a person needs no such search, by name or id and on the page of the user', async () => {
    for (const at of ['log?user=OLD%40log.test', `log?user=${old}`, `people/${old}`])
      expect((await stage.owner.visit(`/groups/acme/-/${at}`)).text, at).to.contain(
        'Created the account old.',
      );
  });

  it('finds the changes of a user that is gone by the name that it had', async () => {
    await stage.acme.scim('PATCH', `/Users/${old}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: 'title', value: 'Pilot' }],
    });
    await stage.acme.scim('DELETE', `/Users/${old}`);
    const { text } = await stage.owner.visit('/groups/acme/-/log?user=old%40log.test');
    for (const method of ['POST /Users', `PATCH /Users/${old}`, `DELETE /Users/${old}`])
      expect(text).to.contain(method);
  });

  it('for refused requests needs no such search', async () => {
    const { text } = await stage.owner.visit('/groups/acme/-/log?status=refused');
    expect(text).to.contain('No request matches the filter.');
  });
});
