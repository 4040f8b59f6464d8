import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file that all pages use. Its path names its content, so that browsers may keep it for ever. */
export interface Asset {
  readonly path: string;
  readonly type: string;
  readonly text: string;
  /** Subresource integrity. */
  readonly integrity: string;
}

const styles = ['tokens.css', 'base.css', 'layout.css', 'components.css', 'forms.css'];

export const stylesheet = asset('css', 'text/css; charset=utf-8', styles);
export const script = asset('js', 'text/javascript; charset=utf-8', ['page.js']);

function asset(end: string, type: string, files: readonly string[]): Asset {
  const text = files
    .map((file) => readFileSync(join(import.meta.dirname, 'assets', file), 'utf8'))
    .join('\n');
  const digest = createHash('sha256').update(text);
  const version = digest.copy().digest('base64url').slice(0, 12);
  return { path: `/assets/${version}.${end}`, type, text, integrity: `sha256-${digest.digest('base64')}` };
}
