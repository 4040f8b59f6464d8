import { limits } from '../../../config/limits.ts';
import { type Filter, indexable, type ResourceType, ServiceUnavailable } from '../../scim/index.ts';
import { atEnd } from '../at_end.ts';
import { Pool, type Pools, type Room } from '../pool.ts';
import type { Context, Middleware, Next } from '../types.ts';
import { callerOf } from './authenticate.ts';
import type { Question } from './paging.ts';

export function makePools(): Pools {
  const { roomWaiting: waiting, roomWaitMs: waitMs } = limits;
  const pool = (total: number, share: number): Pool => new Pool({ total, share, waiting, waitMs });
  return {
    answers: pool(limits.answersBytes, limits.answersShare),
    bodies: pool(limits.bodiesBytes, limits.bodiesShare),
    largeBodies: pool(limits.largeBodiesBytes, limits.largeBodiesShare),
  };
}

/** Gives a request the pools. */
export function shareMemory(pools: Pools): Middleware {
  return function givePools(ctx: Context, next: Next) {
    ctx.state.pools = pools;
    return next();
  };
}

/**
 * Makes a request wait while its integration uses too much memory. Its answer counts until it is sent. A request whose
 * page is being prefetched has room already, or waits for it.
 */
export async function holdAnswer(ctx: Context, next: Next): Promise<void> {
  const isAhead = ctx.state.ahead?.integrationId === callerOf(ctx).integration.id;
  if (!isAhead) ctx.state.room = await held(ctx, 'answers', limits.answerWeight);
  await next();
}

/**
 * Takes room for a page before it is read. It replaces the room of the answer: a request that keeps one while it waits
 * for the other could cause a deadlock.
 */
export async function holdPage(
  ctx: Context,
  integrationId: string,
  questions: readonly Question[],
): Promise<void> {
  ctx.state.room?.release();
  const weight = Math.max(limits.answerWeight, ...questions.map(weightAsked));
  ctx.state.room = await held(ctx, 'answers', weight, integrationId);
}

/** Sets the weight of a page to the number of resources found. */
export function countPage(ctx: Context, found: number): void {
  ctx.state.room?.resize(weightOf(found));
}

/** Takes room for a body of at most `most` bytes before it is read. */
export function holdBody(most: number): Middleware {
  return async function holdBodyRoom(ctx: Context, next: Next) {
    const length = lengthOf(ctx);
    const isLarge = length !== undefined && length > limits.scimBodyBytes;
    const weight = Math.min(length ?? most, most);
    ctx.state.bodyRoom = await held(ctx, isLarge ? 'largeBodies' : 'bodies', weight);
    try {
      await next();
    } finally {
      ctx.state.bodyRoom.release();
      Object.assign(ctx.request, { body: undefined });
    }
  };
}

/** Sets the weight of a body to its real size if the client did not declare it. */
export async function countBody(ctx: Context, bytes: number): Promise<void> {
  if (lengthOf(ctx) !== undefined) return;
  if (bytes <= limits.scimBodyBytes) ctx.state.bodyRoom?.resize(bytes);
  else {
    ctx.state.bodyRoom?.release();
    ctx.state.bodyRoom = await held(ctx, 'largeBodies', bytes);
  }
}

/** The declared length of a body; undefined when it differs from the length of what will be parsed. */
function lengthOf(ctx: Context): number | undefined {
  const encoding = ctx.get('content-encoding').toLowerCase();
  return encoding === '' || encoding === 'identity' ? ctx.request.length : undefined;
}

async function held(
  ctx: Context,
  pool: keyof Pools,
  weight: number,
  integrationId = callerOf(ctx).integration.id,
): Promise<Room> {
  const { pools } = ctx.state;
  if (!pools) throw new TypeError('the request has no pools');
  const room = await pools[pool].take(integrationId, weight);
  atEnd(ctx, () => room.release());
  // The client has disconnected.
  if (ctx.res.destroyed) throw new ServiceUnavailable('The client has closed the connection.');
  return room;
}

/** Attributes whose values are nearly unique. */
const NAMING = { id: true, userName: true, externalId: true, displayName: true, 'emails.value': true };

/** The most that a page may use before its resources are found. */
function weightAsked({ endpoint: { type }, query: { filter, sort, page } }: Question): number {
  if (sort) return limits.sortWeight;
  if (type.readOnly || type.fixed || (filter && holdsIds(filter, type))) return limits.pageWeight;
  return weightOf(filter && indexable(filter, NAMING)?.op === 'eq' ? 1 : page.count);
}

/** The memory of a page with this many resources. */
function weightOf(resources: number): number {
  return Math.min(limits.pageWeight, limits.answerWeight + resources * limits.resourceChars);
}

/** Whether the filter needs id lists: it has terms on attributes that are not stored with the resource. */
function holdsIds(filter: Filter, type: ResourceType): boolean {
  switch (filter.op) {
    case 'and':
    case 'or':
      return filter.filters.some((each) => holdsIds(each, type));
    case 'not':
      return holdsIds(filter.filter, type);
    default:
      return [type.apart, type.computed].some((attribute) => attribute?.name === filter.target.keys[0]);
  }
}
