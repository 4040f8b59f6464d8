import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { mailTransport } from '../../lib/events/transport.ts';
import { silentLogger } from '../../lib/observe/logger.ts';

describe('mails without a mail server', () => {
  it('go whole into a file of the data directory that only its owner reads', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'rollcall-'));
    const send = mailTransport({ mailFrom: 'rollcall@acme.test', dataDir }, silentLogger());
    await send('ann@acme.test', { subject: 'Your link', body: 'https://acme.test/?token=abc' });
    await Promise.all([
      send('bob@acme.test', { subject: 'Another', body: 'Hello.' }),
      send('cy@acme.test', { subject: 'A third', body: 'Hi.' }),
    ]);
    const file = join(dataDir, 'mails.log');
    expect(await readFile(file, 'utf8')).to.equal(
      'To: ann@acme.test\nSubject: Your link\n\nhttps://acme.test/?token=abc\n\n' +
        'To: bob@acme.test\nSubject: Another\n\nHello.\n\n' +
        'To: cy@acme.test\nSubject: A third\n\nHi.\n\n',
    );
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
    await rm(dataDir, { recursive: true });
  });
});
