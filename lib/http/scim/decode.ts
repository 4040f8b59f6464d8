import { isUtf8 } from 'node:buffer';
import { InvalidSyntax, type Notice } from '../../scim/index.ts';

/** The byte order mark, which some clients send before a text. */
const MARK = Buffer.from('\ufeff');

/** The single-byte encodings of the WHATWG Encoding Standard, as TextDecoder names them. */
const SINGLE_BYTE = /^(ibm866|iso-8859-\d+(-i)?|koi8-[ru]|macintosh|windows-(874|125\d)|x-mac-cyrillic)$/;

/** The characters of the bytes 80 to 9F in windows-1252, which Node decodes as those of ISO-8859-1. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009dž\u009fŸ';

/**
 * The UTF-8 of a body, without a byte order mark. Valid UTF-8 counts as UTF-8 whatever charset is declared; other bytes
 * are read in the declared single-byte encoding. Throws `InvalidSyntax` when neither works, and for UTF-16, whose zero
 * bytes are not valid in JSON.
 */
export function utf8Of(bytes: Buffer, charset: string, notice: Notice): Buffer {
  if (bytes.includes(0)) throw undecodable(charset);
  if (!isUtf8(bytes)) {
    const text = inSingleByte(bytes, charset);
    notice('charset-used');
    return Buffer.from(text);
  }
  if (charset !== '' && !/^utf-?8$/i.test(charset)) notice('charset-overruled');
  return bytes.subarray(0, MARK.length).equals(MARK) ? bytes.subarray(MARK.length) : bytes;
}

function inSingleByte(bytes: Buffer, charset: string): string {
  try {
    const decoder = new TextDecoder(charset, { fatal: true });
    if (!SINGLE_BYTE.test(decoder.encoding)) throw undecodable(charset);
    const text = decoder.decode(bytes);
    if (decoder.encoding !== 'windows-1252') return text;
    return text.replace(/[\x80-\x9f]/g, (char) => WINDOWS_1252[char.charCodeAt(0) - 0x80] ?? char);
  } catch {
    throw undecodable(charset);
  }
}

function undecodable(charset: string): InvalidSyntax {
  const declared = charset === '' ? '' : ', nor is it text in the charset that the request declares';
  return new InvalidSyntax(`The body is not well-formed UTF-8${declared}. Send it as UTF-8.`);
}
