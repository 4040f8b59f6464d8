import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

const help = `npm run screenshots -- [folder] [options]

Starts the service on a throw-away directory, fills a group as the demo does, and makes a picture of every page that links
lead to: light, dark, and 360 px wide. The pictures are in docs/screenshots unless a folder is named.

  --only TEXT   only the pages whose path contains the text
  --help        this text
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, help: { type: 'boolean' } },
});
if (values.help) process.stdout.write(help);
else {
  const folder = resolve(positionals[0] ?? 'docs/screenshots');
  await mkdir(folder, { recursive: true });
  const { takeAll } = await import('./screenshots/take_all.ts');
  process.stdout.write(`${await takeAll(folder, values.only ?? '')} pictures are in ${folder}\n`);
}
