const secret = 'secret';
/** @type {Map<string, { readonly id: string; readonly userName: string }>} */
const users = new Map();

/**
 * @typedef Request
 * @property {string} method
 * @property {string} apiSecret
 * @property {string} [resourceId]
 * @property {{ userName: string }} body
 * @property {{ filter?: string; startIndex?: number; count?: number }} query
 */

/** @param {Request} request */
async function handle({ method, apiSecret, resourceId, body, query }) {
  if (apiSecret !== secret) return { status: 401, data: {} };
  if (method === 'POST') return { status: 201, data: created(body) };
  return { status: 200, data: resourceId === undefined ? listed(query) : users.get(resourceId) };
}

/** @param {Request['body']} body */
function created(body) {
  const user = { ...body, id: `${users.size}` };
  users.set(user.id, user);
  return user;
}

/** @param {Request['query']} query */
function listed({ filter, startIndex = 1, count }) {
  const found = [...users.values()].filter(({ userName }) => !filter || filter.includes(`"${userName}"`));
  return { totalResults: found.length, Resources: found.slice(startIndex - 1, count) };
}

/** Answers what the bench asks of the package of this name. */
exports.controllers = async () => ({
  directorySyncController: {
    directories: { create: async () => ({ data: { id: 'bench', scim: { secret } } }) },
    requests: { handle },
  },
});
