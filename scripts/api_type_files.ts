import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { apiPaths, apiTypes } from './api_types.ts';

/** Writes the types of the API. They come from `answers.json`, so this runs after the program that writes it. */
const types = join(import.meta.dirname, '../lib/types');
await writeFile(join(types, 'api.d.ts'), await apiTypes());
await writeFile(join(types, 'paths.d.ts'), apiPaths());
