import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { answerText, bodyLines, readablePath } from '../../scripts/demo/words.ts';
import type { Exchanged } from '../idp/play.ts';
import { program } from '../program.ts';

const { loader, file } = program('scripts/demo.ts');

describe('npm run demo', function () {
  this.timeout(180_000);
  let running: ChildProcess[] = [];
  const demo = (args: readonly string[] = [], environment: Readonly<Record<string, string>> = {}) => {
    const child = spawn(process.execPath, [...loader, file, ...args], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.push(child);
    return child;
  };
  afterEach(() => {
    for (const child of running) child.kill('SIGKILL');
    running = [];
  });

  it('shows what three identity providers push, answers the lines that it prints, and cleans up', async () => {
    const place = mkdtempSync(join(tmpdir(), 'rollcall-'));
    const child = demo([], { TMPDIR: place });
    const text = await shown(child, 'tokens of the others');
    for (const provider of ['Okta', 'Microsoft Entra ID', 'OneLogin'])
      expect(text).to.include(`${provider} pushes to `);
    for (const client of ['okta', 'entra', 'onelogin']) {
      const [, ...tables] = text.split(`members of ${client}-customer`);
      expect(tables.join('')).to.match(/^ {4}[+~-] {2}ann\.lee/m);
    }
    expect(text).to.match(/^ {4}\+ {2}ann\.lee .* guest {2}scim$/m);
    expect(text).to.match(/^ {4}- {2}ann\.lee .* guest {2}scim$/m);
    expect(text).to.include('Replace active  "False"').and.include('replace name.givenName');
    expect(text).to.include('urn:scim:schemas:core:1.0');
    expect(text).to.not.include('\u001b').and.not.include('Pw-');

    const [, url = ''] = /^export SCIM=(.+)$/m.exec(text) ?? [];
    const [, token = ''] = /^export TOKEN=(.+)$/m.exec(text) ?? [];
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
    const [, body = ''] = / -d '(.+)'$/m.exec(text) ?? [];
    const created = await fetch(`${url}/Users`, { method: 'POST', headers, body });
    expect(created.status).to.equal(201);
    const [, pages = ''] = /^Identity provider +(\S+)$/m.exec(text) ?? [];
    const pushed = await fetch(`${pages}/push`, {
      method: 'POST',
      body: new URLSearchParams({ userName: 'ken.thompson@acme.test' }),
    });
    expect(await pushed.text()).to.match(/Ken Thompson.*<td>201<\/td>/);

    const [, directory = ''] = /^export DATA_DIR=(.+)$/m.exec(text) ?? [];
    expect(directory).to.match(/rollcall-demo-/);

    const ending = ended(child);
    child.kill('SIGINT');
    expect((await ending).code).to.equal(0);
    expect(readdirSync(place).filter((name) => name.startsWith('rollcall'))).to.deep.equal([]);
    rmSync(place, { recursive: true });
  });

  it('ends after the last step with --once, and prints no step that needs the service', async () => {
    const { code, text } = await ended(demo(['--once']));
    expect(code, text).to.equal(0);
    expect(text).to.not.match(/Ctrl-C|another terminal|export /);
  });

  it('prints its usage for a misspelt option', async () => {
    const { code, errors } = await ended(demo(['--onec']));
    expect(code).to.equal(2);
    expect(errors)
      .to.match(/^Unknown option '--onec'/)
      .and.include('--once   ends when');
  });
});

describe('the words of the demo', () => {
  const requests: readonly (readonly [what: string, body: object, lines: readonly string[][]])[] = [
    [
      'an operation with a path',
      patch({ op: 'Replace', path: 'active', value: 'False' }),
      [['Replace active', '"False"']],
    ],
    ['a removal', patch({ op: 'Remove', path: 'title' }), [['Remove title', '']]],
    [
      'a path-less operation, key by key',
      patch({ op: 'replace', value: { 'name.givenName': 'Ann', active: true } }),
      [
        ['replace name.givenName', '"Ann"'],
        ['replace active', 'true'],
      ],
    ],
    [
      'an attribute of the extension',
      patch({
        op: 'Add',
        path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager',
        value: '7',
      }),
      [['Add enterprise:manager', '"7"']],
    ],
    [
      'attributes, without what every client sends and without a password',
      { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ann', password: 'secret' },
      [
        ['userName', '"ann"'],
        ['password', '•••'],
      ],
    ],
    [
      'schemas that are unusual',
      { schemas: ['urn:scim:schemas:core:1.0'], userName: 'ann' },
      [
        ['schemas', '["urn:scim:schemas:core:1.0"]'],
        ['userName', '"ann"'],
      ],
    ],
    [
      'schemas that are missing',
      { userName: 'ann' },
      [
        ['schemas', '(none)'],
        ['userName', '"ann"'],
      ],
    ],
  ];

  for (const [what, body, lines] of requests) {
    it(`show ${what}`, () => {
      const sent = { method: 'POST', url: '', headers: [], body: JSON.stringify(body) };
      expect(bodyLines(sent)).to.deep.equal(lines);
    });
  }

  const answers: readonly (readonly [status: number, body: unknown, text: string])[] = [
    [200, { totalResults: 0, Resources: [] }, 'nobody'],
    [200, { userName: 'ann', active: false, meta: { version: 'W/"2"' } }, 'ann  inactive  W/"2"'],
    [200, { totalResults: 2, Resources: [{ userName: 'ann', active: true }, { id: '7' }] }, 'ann  active; 7'],
    [204, undefined, ''],
    [409, { detail: 'The userName is taken.' }, 'The userName is taken.'],
  ];

  for (const [status, body, text] of answers) {
    it(`sum up an answer as "${text}"`, () => {
      const reply = { status, headers: {}, text: '' };
      expect(answerText({ reply, body } as Exchanged)).to.equal(text);
    });
  }

  it('show a path in readable form, and malformed encoding unchanged', () => {
    const base = 'http://localhost/scim';
    expect(readablePath(`${base}/Users?filter=userName+eq+%22ann%22`, base)).to.equal(
      '/Users?filter=userName eq "ann"',
    );
    expect(readablePath(`${base}/Users/%E0`, base)).to.equal('/Users/%E0');
  });
});

function patch(operation: object): object {
  return { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [operation] };
}

async function ended(child: ChildProcess): Promise<{ code: number | null; text: string; errors: string }> {
  let text = '';
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk;
  });
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, text, errors };
}

/** What the process has written, as soon as it has written `last`. */
function shown(child: ChildProcess, last: string): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error(`the demo ended: ${text}`)));
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.includes(last)) resolve(text);
    });
  });
}
