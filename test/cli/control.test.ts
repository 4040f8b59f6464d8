import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { loadConfig } from '../../config/index.ts';
import { serveControl } from '../../lib/cli/control.ts';
import { controlAddress } from '../../lib/cli/control_address.ts';
import { askService, exportOfService, isServed } from '../../lib/cli/control_client.ts';
import { reportOf } from '../../lib/cli/errors.ts';
import { exportCommand } from '../../lib/cli/local/export.ts';
import { importCommand } from '../../lib/cli/local/import.ts';
import { askOrOpen, openServices } from '../../lib/cli/open.ts';
import type { Services } from '../../lib/operations/services.ts';
import type { Collection, Doc } from '../../lib/store/port.ts';
import { operate } from './operator.ts';

const nobody = async () => undefined;
const context = { publicUrl: 'http://localhost:8080', samlUrl: 'http://localhost:8080' };

describe('the socket of the running service', () => {
  let directory: string;
  let services: Services;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rollcall-'));
    services = await openServices(loadConfig({ DATA_DIR: directory }));
  });
  afterEach(async () => {
    await services.store.close();
    await rm(directory, { recursive: true, force: true });
  });

  it('runs commands, and only this user may open it', async () => {
    const control = await serveControl(services, context, { directory });
    expect((await stat(control.address)).mode & 0o777).to.equal(0o600);
    const wishes = { group: 'acme', owner: 'ada@acme.test' };
    expect(await askService(directory, 'bootstrap', wishes)).to.have.property('username', 'ada');
    expect(await askService(directory, 'bootstrap', wishes).catch(reportOf)).to.deep.equal({
      code: 'path_taken',
      message: 'The path acme is taken. Choose another one.',
    });
    await control.close();
    expect(await isServed(directory)).to.equal(false);
    expect(await askService(directory, 'group list', {})).to.equal(undefined);
  });

  it('is in another place when the path of the directory is too long, and is still found', async () => {
    const deep = join(directory, 'a'.repeat(60), 'b'.repeat(60));
    await mkdir(deep, { recursive: true });
    const control = await serveControl(services, context, { directory: deep });
    expect(control.address.startsWith(deep)).to.equal(false);
    expect(await controlAddress(deep)).to.equal(control.address);
    expect((await stat(dirname(control.address))).mode & 0o777).to.equal(0o700);
    expect(await askService(deep, 'group list', {})).to.deep.equal({ groups: [] });
    await control.close();
    expect(await stat(dirname(control.address)).catch(() => undefined)).to.equal(undefined);
    expect(await isServed(deep)).to.equal(false);
  });

  it('replaces the socket of a killed service', async () => {
    const address = await controlAddress(directory);
    await writeFile(String(address), 'not even a socket');
    expect(await isServed(directory)).to.equal(false);
    const control = await serveControl(services, context, { directory });
    expect(await isServed(directory)).to.equal(true);
    await control.close();
  });

  it('answers unknown and malformed requests with an error', async () => {
    const control = await serveControl(services, context, { directory });
    const unknown = await askService(directory, 'group explode', {}).catch(reportOf);
    expect(unknown).to.have.property('code', 'unknown_command');
    const wrong = await askService(directory, 'group show', { group: 7 }).catch(reportOf);
    expect(wrong).to.have.property('code', 'invalid_arguments');
    await control.close();
  });

  it('refuses an import, and streams an export', async () => {
    const control = await serveControl(services, context, { directory });
    const config = { DATA_DIR: directory };
    await askService(directory, 'bootstrap', { group: 'acme', owner: 'ada@acme.test' });
    const refused = await importCommand.run(config, { from: 'x' }).catch(reportOf);
    expect(refused).to.have.property('code', 'service_running');
    const out = join(directory, 'all.ndjson');
    const written = await exportCommand.run(config, { out });
    expect(written)
      .to.deep.include({ file: out, live: false })
      .and.to.have.property('documents')
      .that.is.above(5);
    expect((await stat(out)).mode & 0o777).to.equal(0o600);
    const again = await exportCommand.run(config, { out }).catch(reportOf);
    expect(again).to.have.property('code', 'file_exists');
    await control.close();
  });

  it('detects an aborted export, and leaves no partial file', async () => {
    const { store } = services;
    const { scan } = store;
    store.still = async () => undefined;
    store.scan = async function* <D extends Doc>(from: Collection<D>) {
      yield* Reflect.apply(scan, store, [from]) as AsyncIterable<D>;
      if (from.name === 'groups') throw new Error('the disk is gone');
    };
    const control = await serveControl(services, context, { directory });
    const out = join(directory, 'half.ndjson');
    const config = { DATA_DIR: directory };
    const refused = await exportCommand.run(config, { out }).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(Error);
    expect(await stat(out).catch(() => 'gone')).to.equal('gone');
    await control.close();
  });

  it('refuses an export without its last line, even if the reply looks complete', async () => {
    const other = createHttpServer((_request, response) => response.end('{"rollcall":"export"}\n'));
    await new Promise<void>((resolve) => other.listen(join(directory, 'control.sock'), resolve));
    const out = join(directory, 'half.ndjson');
    const refused = await exportCommand.run({ DATA_DIR: directory }, { out }).catch(reportOf);
    expect(refused).to.have.property('code', 'service_unreachable');
    expect(await stat(out).catch(() => 'gone')).to.equal('gone');
    await new Promise((resolve) => other.close(resolve));
  });

  it('waits for a running command before it closes', async () => {
    const control = await serveControl(services, context, { directory });
    await askService(directory, 'bootstrap', { group: 'acme', owner: 'ada@acme.test' });
    let goOn = (): void => undefined;
    const begun = new Promise<void>((resolve) => {
      services.logBook.flush = () =>
        new Promise((release) => {
          goOn = release;
          resolve();
        });
    });
    const asked = askService(directory, 'log', { group: 'acme' });
    await begun;
    const closed = control.close();
    goOn();
    expect(await asked).to.deep.equal({ group: 'acme', entries: [] });
    await closed;
  });

  it('is used, or the store opened, as soon as either is available', async () => {
    const config = loadConfig({ DATA_DIR: directory });
    const list = () => operate(services, 'group list');
    const inUse = await askOrOpen(config, nobody, list, 0).catch(reportOf);
    expect(inUse).to.have.property('code', 'store_in_use');

    let asked = 0;
    const answersLater = async () => (++asked === 3 ? { groups: ['theirs'] } : undefined);
    expect(await askOrOpen(config, answersLater, list)).to.deep.equal({ groups: ['theirs'] });

    const closesMeanwhile = async () => {
      await services.store.close();
      return undefined;
    };
    const mine = await askOrOpen(config, closesMeanwhile, (opened) => operate(opened, 'group list'));
    expect(mine).to.deep.equal({ groups: [] });
  });

  it('does not wait for a store that it cannot read', async () => {
    const broken = loadConfig({ DATA_DIR: join(directory, 'broken') });
    await writeFile(join(directory, 'broken', 'store'), 'a file where a directory should be');
    const refused = await askOrOpen(broken, nobody, async () => ({}), 60_000).catch(
      (error: unknown) => error,
    );
    expect(refused).to.be.instanceOf(Error);
  });

  it('is refused when another user’s service, or no service at all, listens there', async () => {
    const stranger = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => stranger.listen(join(directory, 'control.sock'), resolve));
    const refused = await askService(directory, 'group list', {}).catch(reportOf);
    expect(refused).to.have.property('code', 'service_unreachable');
    const exported = await exportOfService(directory).catch(reportOf);
    expect(exported).to.have.property('code', 'service_unreachable');
    await new Promise((resolve) => stranger.close(resolve));
  });
});
