import { built } from './build.mjs';

export const { createRollcall, serverOptions, ConfigError } = await import(await built('library')).then(
  (/** @type {typeof import('./types/library.d.ts')} */ library) => library,
);
