import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

const help = `npm run screenshots -- [folder] [options]

Starts the service on throw-away directories, fills a group as the demo does and one as the tests do, and makes a picture of
every page: light, dark, and 360 px wide. The pictures are in docs/screenshots unless a folder is named. Needs
/usr/bin/chromium.

  --only TEXT   only the pages whose route contains the text
  --readme      only the small pictures of the README, by default in docs/images
  --help        this text
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, readme: { type: 'boolean' }, help: { type: 'boolean' } },
});
if (values.help) process.stdout.write(help);
else {
  const isReadme = values.readme === true;
  const folder = resolve(positionals[0] ?? (isReadme ? 'docs/images' : 'docs/screenshots'));
  await mkdir(folder, { recursive: true });
  const { bestPages, everyPage } = await import('./screenshots/pictures.ts');
  const taken = isReadme ? await bestPages(folder) : await everyPage(folder, values.only ?? '');
  process.stdout.write(`${taken} pictures are in ${folder}\n`);
}
