const SEQUENCE = 0x30;
const LONG_LENGTH = 0x80;

/** The encoding of a byte order mark; UTF-8 without one (XML 1.0 appendix F). */
export function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/** The text of a file: UTF-8, UTF-16 from Windows, and DER as base64. */
export function textOfFile(bytes: Uint8Array): string {
  const [first, second = 0] = bytes;
  const isDer = first === SEQUENCE && (second >= LONG_LENGTH || second === bytes.length - 2);
  if (isDer) return Buffer.from(bytes).toString('base64');
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}
