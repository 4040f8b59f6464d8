import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compile } from '../../lib/build.mjs';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');

export interface Place {
  /** The folder of a product that has the packed package in its `node_modules`. */
  readonly product: string;
  remove(): Promise<void>;
}

/** A folder for a product: with Rollcall as `npm pack` makes it, its dependencies, and a file of the examples. */
export async function productWith(example: string): Promise<Place> {
  const scratch = await mkdtemp(join(tmpdir(), 'rollcall-product-'));
  const product = join(scratch, 'product');
  const installed = join(product, 'node_modules/rollcall');
  await mkdir(installed, { recursive: true });
  await symlink(join(root, 'node_modules'), join(scratch, 'node_modules'));
  await compile();
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', scratch], {
    cwd: root,
    maxBuffer: 1e8,
  });
  const [packed] = Object.values(JSON.parse(stdout) as Record<string, { filename: string }>);
  await run('tar', ['-xf', join(scratch, packed?.filename ?? ''), '-C', installed, '--strip-components=1']);
  await copyFile(join(root, 'docs/examples', example), join(product, 'app.mjs'));
  return { product, remove: () => rm(scratch, { recursive: true, force: true }) };
}

export interface Product {
  readonly url: string;
  /** Sends SIGTERM, and resolves with the exit code. */
  stop(): Promise<number | null>;
}

/** Starts the app of a product, and waits until it says its port. */
export async function startProduct(product: string, ...args: readonly string[]): Promise<Product> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [join(product, 'app.mjs'), ...args], {
    cwd: product,
    env: { PATH },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  let text = '';
  const port = new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const found = /"the product listens","port":(\d+)/.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', () => reject(new Error(`the product ended: ${text}`)));
  });
  return {
    url: `http://127.0.0.1:${await port}`,
    async stop() {
      child.kill('SIGTERM');
      const [code] = (await exited) as [number | null];
      return code;
    },
  };
}

/** Runs the packed command line in the folder of a product. Resolves with what it prints. */
export async function rollcallOf(product: string, ...words: readonly string[]): Promise<string> {
  const { PATH = '' } = process.env;
  const bin = join(product, 'node_modules/rollcall/lib/rollcall.mjs');
  return (await run(process.execPath, [bin, ...words], { cwd: product, env: { PATH } })).stdout;
}
