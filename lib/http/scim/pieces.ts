import { Readable } from 'node:stream';
import { limits } from '../../../config/limits.ts';
import type { ApartValue, Shown, Whole } from '../../provisioning/resources.ts';
import { type Projection, project } from '../../scim/projection.ts';
import type { Resource } from '../../scim/schema/types.ts';
import type { Context } from '../types.ts';
import type { Endpoint } from './endpoint.ts';
import { present } from './present.ts';
import { sendScimText } from './reply.ts';

/** Pieces that are gathered before an answer is streamed: enough for any group of one page of members. */
const GATHERED = 4;

/** The JSON of a resource, piece by piece; none where it is gone. */
export async function* piecesOf(
  stored: Shown,
  endpoint: Endpoint,
  base: string,
  projection: Projection,
): AsyncGenerator<string, void> {
  if (!showsApart(endpoint, projection)) {
    yield JSON.stringify(present(stored, endpoint, base, projection));
    return;
  }
  const whole = await endpoint.service.whole?.(stored);
  if (whole) yield* piecesOfWhole(whole, endpoint, base, projection);
}

/** Whether an answer has what a resource type keeps apart. */
export function showsApart({ type, service }: Endpoint, projection: Projection): boolean {
  const { apart } = type;
  if (!apart || !service.whole) return false;
  const sample = Object.fromEntries((apart.subAttributes ?? []).map(({ name }) => [name, name]));
  const shown = project(type, { [apart.name]: [sample] }, projection)[apart.name];
  return Array.isArray(shown) && shown.length > 0;
}

/** The JSON of a whole resource: what its type keeps apart is read as it is sent. Closes it in the end. */
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

/** The JSON of a list response whose `Resources` come one after the other. */
export async function* listPieces(
  { Resources: _none, ...head }: Resource,
  resources: readonly AsyncIterable<string>[],
): AsyncGenerator<string, void> {
  yield `${JSON.stringify(head).slice(0, -1)},"Resources":[`;
  let between = '';
  for (const pieces of resources) {
    let before = between;
    for await (const piece of pieces) {
      yield before + piece;
      before = '';
      between = ',';
    }
  }
  yield ']}';
}

/** Sends a short answer whole and a long one as it is made, so that none is held in memory. */
export async function sendPieces(ctx: Context, pieces: AsyncGenerator<string, void>): Promise<void> {
  const gathered: string[] = [];
  while (gathered.length <= GATHERED) {
    const next = await pieces.next();
    if (next.done === true) return sendScimText(ctx, gathered.join(''));
    gathered.push(next.value);
  }
  const body = Readable.from(all(gathered, pieces), { objectMode: false });
  // A client that goes away leaves pieces that nobody has begun to take, or has taken to their end.
  body.once('close', () => void pieces.return());
  sendScimText(ctx, body);
}

async function* all(first: readonly string[], rest: AsyncIterable<string>): AsyncGenerator<string, void> {
  yield first.join('');
  yield* rest;
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
