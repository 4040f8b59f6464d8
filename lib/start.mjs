import { built } from './build.mjs';

await import(await built('server'));
