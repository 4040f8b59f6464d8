/** One value of DER (X.690 8.1). */
export interface Der {
  readonly tag: number;
  readonly content: Buffer;
  readonly whole: Buffer;
}

export const tags = {
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  sequence: 0x30,
  context0: 0xa0,
} as const;

const LONG = 0x80;
const MOST_LENGTH_BYTES = 4;

/** The values in a sequence; undefined when there are more than `most`, or the bytes are not complete DER. */
export function valuesIn(bytes: Buffer, most: number): Der[] | undefined {
  const found: Der[] = [];
  for (let at = 0; at < bytes.length; ) {
    const value = found.length < most ? valueAt(bytes, at) : undefined;
    if (!value) return undefined;
    found.push(value);
    at += value.whole.length;
  }
  return found;
}

function valueAt(bytes: Buffer, start: number): Der | undefined {
  const [tag, first] = bytes.subarray(start, start + 2);
  if (tag === undefined || first === undefined) return undefined;
  const more = first < LONG ? 0 : first - LONG;
  const from = start + 2 + more;
  if (first === LONG || more > MOST_LENGTH_BYTES || from > bytes.length) return undefined;
  const end = from + (more === 0 ? first : bytes.readUIntBE(start + 2, more));
  if (end > bytes.length) return undefined;
  return { tag, content: bytes.subarray(from, end), whole: bytes.subarray(start, end) };
}
