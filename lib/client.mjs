import createFetchClient from 'openapi-fetch';

/** @import * as client from './types/client.d.ts' */

/** @type {typeof client.createClient} */
export const createClient = ({ url, token, ...more }) =>
  createFetchClient({
    baseUrl: `${url.replace(/\/+$/, '')}/api/v1`,
    headers: { authorization: `Bearer ${token}` },
    ...more,
  });

export class ApiError extends Error {
  /** @param {client.Problem} problem */
  constructor(problem) {
    super(problem.detail);
    this.name = 'ApiError';
    this.problem = problem;
    this.status = problem.status;
    this.code = problem.code;
  }
}

/**
 * @template {client.Asked} R
 * @param {Promise<R>} asked
 */
export async function answerOf(asked) {
  const { data, error, response } = await asked;
  if (!response.ok || data === undefined) throw new ApiError(isProblem(error) ? error : unreadable(response));
  return /** @type {client.AnswerIn<R>} */ (data);
}

/**
 * @template {client.Asked & { readonly data?: { next?: string } }} R
 * @param {(cursor: string | undefined) => Promise<R>} ask
 */
export async function* pages(ask) {
  /** @type {string | undefined} */
  let cursor;
  do {
    const page = await answerOf(ask(cursor));
    yield page;
    cursor = page?.next;
  } while (cursor !== undefined);
}

/**
 * @param {unknown} error
 * @returns {error is client.Problem}
 */
function isProblem(error) {
  return typeof error === 'object' && error !== null && 'detail' in error && 'status' in error;
}

/**
 * Something between the client and Rollcall has answered.
 * @param {Response} response
 * @returns {client.Problem}
 */
function unreadable({ status, statusText, url }) {
  const detail = `${url} answers ${status} without problem details.`;
  return { type: 'about:blank', title: statusText, status, detail, requestId: '' };
}
