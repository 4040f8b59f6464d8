import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { configurationPage } from './configuration_page.ts';

/** Writes the pages that are made from data; `npm test` fails when one of them is out of date. */
await writeFile(join(import.meta.dirname, '../docs/configuration.md'), configurationPage());
