import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import { createLogger, silentLogger } from '../../lib/observe/logger.ts';
import { mailTransport } from '../../lib/outbox/mail/transport.ts';

describe('mails without a mail server', () => {
  it('are written whole to a file in the data directory that only its owner can read', async () => {
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

describe('mails through a mail server', () => {
  let server: Server;
  let said: string[];
  let refused: string;

  /** Speaks as much SMTP (RFC 5321) as one mail needs, and refuses the command that begins with `refused`. */
  const answerTo = (line: string): string => {
    if (refused !== '' && line.startsWith(refused)) return '550 not here';
    if (line === 'DATA') return '354 go on';
    return line.startsWith('QUIT') ? '221 bye' : '250 done';
  };

  beforeEach(async () => {
    [said, refused] = [[], ''];
    server = createServer((socket) => {
      let isMail = false;
      socket.write('220 mail.test\r\n');
      createInterface(socket).on('line', (line) => {
        said.push(line);
        if (isMail && line !== '.') return;
        const answer = answerTo(line);
        isMail = answer.startsWith('354');
        socket.write(`${answer}\r\n`);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach((done) => {
    server.close(done);
  });

  const transport = (logged: string[]) => {
    const { port } = server.address() as AddressInfo;
    const settings = {
      smtpUrl: `smtp://127.0.0.1:${port}`,
      mailFrom: 'Acme <no-reply@acme.test>',
      dataDir: '',
    };
    const logger = createLogger(
      { logLevel: 'info', logFormat: 'json' },
      { write: (line) => logged.push(line) },
    );
    return mailTransport(settings, logger);
  };
  const letter = { subject: 'Your link', body: 'https://acme.test/?token=abc' };

  it('are sent from MAIL_FROM, and are not in the log', async () => {
    const logged: string[] = [];
    await transport(logged)('ann@mail.test', letter);
    expect(said).to.include.members([
      'MAIL FROM:<no-reply@acme.test>',
      'RCPT TO:<ann@mail.test>',
      'From: Acme <no-reply@acme.test>',
      'To: ann@mail.test',
      `Subject: ${letter.subject}`,
      letter.body,
    ]);
    expect(logged).to.deep.equal([]);
  });

  it('are logged without their text when the server refuses them', async () => {
    refused = 'RCPT';
    const logged: string[] = [];
    const outcome = await transport(logged)('ann@mail.test', letter).catch((error: unknown) => error);
    expect(String(outcome)).to.include('550 not here');
    expect(logged).to.have.length(1);
    expect(JSON.parse(logged[0] ?? '')).to.deep.include({
      level: 'warn',
      mail: { to: 'ann@mail.test', subject: letter.subject },
      msg: 'the mail server refused a mail',
    });
    expect(logged[0]).to.include('550 not here').and.not.include('token=abc');
  });
});
