import { Readable } from 'node:stream';
import { limits } from '../../../config/limits.ts';
import type { ApartValue, Shown, Whole } from '../../provisioning/index.ts';
import { type Projection, project } from '../../scim/index.ts';
import { atEnd } from '../at_end.ts';
import type { Context } from '../types.ts';
import type { Endpoint } from './endpoint.ts';
import { present, sendScimText } from './present.ts';

/** The JSON of a resource with what its type stores separately, piece by piece; nothing when it is gone. */
export async function* piecesOf(
  stored: Shown,
  endpoint: Endpoint,
  base: string,
  projection: Projection,
): AsyncGenerator<string, void> {
  const whole = await endpoint.service.whole?.(stored);
  if (whole) yield* piecesOfWhole(whole, endpoint, base, projection);
}

/**
 * The JSON of a whole resource. Reads what its type stores separately while sending. Closes the resource at the end.
 */
export async function* piecesOfWhole(
  { stored, values, close }: Whole<Shown>,
  endpoint: Endpoint,
  base: string,
  projection: Projection,
): AsyncGenerator<string, void> {
  try {
    const { apart } = endpoint.type;
    const text = JSON.stringify(present(stored, endpoint, base, projection));
    yield text.slice(0, -1);
    let before = `,${JSON.stringify(apart?.name)}:[`;
    for await (const page of pagesOf(values)) {
      const elements = elementsOf(page, endpoint, base, projection);
      if (elements === '') continue;
      yield before + elements;
      before = ',';
    }
    yield before === ',' ? ']}' : '}';
  } finally {
    await close();
  }
}

/** Sends a short answer at once and streams a long one, so that it is never in memory as a whole. */
export async function sendPieces(ctx: Context, pieces: AsyncGenerator<string, void>): Promise<void> {
  let text = '';
  while (text.length <= limits.wholeAnswerChars) {
    const { done, value } = await pieces.next();
    if (done === true) return sendScimText(ctx, text);
    text += value;
  }
  ctx.state.answerStart = text;
  const body = Readable.from(joined(text, pieces), { objectMode: false });
  // After a disconnect the pieces may not have been started or finished.
  atEnd(ctx, () => void pieces.return());
  sendScimText(ctx, body);
}

async function* joined(first: string, rest: AsyncIterable<string>): AsyncGenerator<string, void> {
  let text = first;
  for await (const piece of rest) {
    text += piece;
    if (text.length < limits.pieceChars) continue;
    yield text;
    text = '';
  }
  yield text;
}

async function* pagesOf(values: Whole<Shown>['values']): AsyncGenerator<ApartValue[]> {
  let page: ApartValue[] = [];
  for await (const value of values) {
    page.push(value);
    if (page.length < limits.memberPage) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

function elementsOf(
  page: readonly ApartValue[],
  { type }: Endpoint,
  base: string,
  projection: Projection,
): string {
  const name = type.apart?.name ?? '';
  const elements = page.map((value) => ({ ...value, $ref: `${base}/${value.type}s/${value.value}` }));
  return JSON.stringify(project(type, { [name]: elements }, projection)[name]).slice(1, -1);
}
