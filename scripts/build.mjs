import { rm } from 'node:fs/promises';
import { compile, out } from '../lib/build.mjs';

await rm(out, { recursive: true, force: true });
await compile();
