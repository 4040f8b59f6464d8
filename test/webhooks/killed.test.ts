import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import { decodeJwt } from 'jose';
import { scimEvents } from '../../lib/scim/security_events.ts';
import { program } from '../program.ts';
import { dropDatabase, testDatabase } from '../store/mongo/database.ts';
import { type Receiver, receiver } from './receiver.ts';
import { type PushReceiver, pushReceiver, type Token, verifier } from './set_receiver.ts';

/** Acknowledged changes after which the process is killed, round by round. */
const kills = [25, 40];

describe('events of a service that is killed while people join and leave', () => {
  let directory: string;
  let product: Receiver;
  let pushed: PushReceiver;
  const polled: Token[] = [];
  const database = testDatabase();

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rollcall-'));
    product = await receiver();
    pushed = await pushReceiver();
  });
  after(async () => {
    await product.close();
    await pushed.close();
    await dropDatabase(database);
    await rm(directory, { recursive: true, force: true });
  });

  const round = async (args: readonly string[], most = Number.POSITIVE_INFINITY): Promise<string[]> => {
    const { loader, file } = program('test/webhooks/change_people.ts');
    const given = [directory, product.url, pushed.url, ...args];
    const child = spawn(process.execPath, [...loader, file, ...given], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...(database === undefined ? {} : { MONGODB_URI: database }) },
    });
    const lines: string[] = [];
    createInterface(child.stdout).on('line', (line) => {
      if (line.startsWith('set ')) polled.push(decodeJwt<Token>(line.slice(4)));
      else if (line.startsWith('url ')) {
        const jwksUrl = `${line.slice(4)}/api/v1/security-events/jwks.json`;
        pushed.verify = verifier({ jwksUrl, issuer: 'http://localhost:8080', audience: 'pushed' });
      } else {
        if (line.startsWith('whsec_')) product.secrets.push(line);
        if (lines.push(line) >= most) child.kill('SIGKILL');
      }
    });
    await once(child, 'close');
    return lines;
  };

  it('are all delivered at least once, those of each person in order', async () => {
    let count = 0;
    product.answer = () => ({ status: ++count % 9 === 0 ? 500 : 204 });
    pushed.answer = () => ({ status: ++count % 7 === 0 ? 500 : 202 });
    const [, begun = '', ...first] = await round(['0'], kills[0]);
    const second = await round(['1', begun], kills[1]);
    await round(['drain', begun]);
    expect(product.forged).to.deep.equal([]);
    expect(pushed.refused).to.deep.equal([]);
    const acknowledged = [...first, ...second];
    const { paths } = JSON.parse(begun) as { readonly paths: readonly string[] };
    for (const person of ['0', '1', '2', '3']) {
      const events = new Map(
        product.got
          .filter(({ data }) => (data.account as { username: string }).username === `person${person}`)
          .map(({ id, type }) => [id, type]),
      );
      // One more is of its creation. A kill or a busy store may hide that a change was carried out.
      const changes = acknowledged.filter((line) => line === person).length;
      expect(events.size).to.be.at.least(changes + 1);
      const types = [...events.values()];
      expect(types).to.deep.equal(types.map((_type, at) => (at % 2 === 0 ? 'access.given' : 'access.ended')));
      for (const tokens of [pushed.got, polled]) {
        const turns = turnsOf(tokens, paths[Number(person)] ?? '');
        expect(turns.length).to.be.at.least(changes + 1);
        expect(turns).to.deep.equal(
          turns.map((_turn, at) => (at === 0 ? 'create' : at % 2 === 0 ? 'activate' : 'deactivate')),
        );
      }
    }
  }).timeout(240_000);
});

/** What happened to a user by the tokens, each once. */
function turnsOf(tokens: readonly Token[], uri: string): string[] {
  const seen = new Map(tokens.filter(({ sub_id }) => sub_id.uri === uri).map((token) => [token.jti, token]));
  const turns = [scimEvents.create, scimEvents.activate, scimEvents.deactivate];
  return [...seen.values()].map(({ events }) => {
    const turn = turns.find((one) => one in events);
    return turn?.split(':')[6] ?? '';
  });
}
