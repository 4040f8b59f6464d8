import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { answerSchemas } from './api_answers.ts';
import { configurationPage } from './configuration_page.ts';
import { conformancePage } from './conformance_page.ts';
import { eventsPage } from './events_page.ts';
import { guidePages } from './guide_pages.ts';

/** Writes the pages that are made from data; `npm test` fails when one of them is out of date. */
const docs = join(import.meta.dirname, '../docs');
await writeFile(join(docs, 'configuration.md'), configurationPage());
await writeFile(join(docs, 'events.md'), eventsPage());
const conformance = join(docs, 'conformance.md');
await writeFile(conformance, conformancePage(await readFile(conformance, 'utf8')));
await mkdir(join(docs, 'idp'), { recursive: true });
for (const [file, page] of guidePages()) await writeFile(join(docs, 'idp', file), page);
await writeFile(join(docs, '../lib/api/answers.json'), `${JSON.stringify(answerSchemas(), null, 1)}\n`);
