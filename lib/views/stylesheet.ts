import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const css = readFileSync(join(import.meta.dirname, 'style.css'), 'utf8');
const version = createHash('sha256').update(css).digest('base64url').slice(0, 12);

/** The stylesheet of all pages. Its path names its content, so that browsers may keep it for ever. */
export const stylesheet = { path: `/assets/${version}.css`, css } as const;
