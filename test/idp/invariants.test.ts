import { expect } from 'chai';
import { breaches } from './invariants.ts';

const LIST = ['urn:ietf:params:scim:api:messages:2.0:ListResponse'];
const ERROR = ['urn:ietf:params:scim:api:messages:2.0:Error'];
const list = { schemas: LIST, totalResults: 1, startIndex: 1, itemsPerPage: 1, Resources: [{ id: 'a' }] };
const error = { schemas: ERROR, status: '404', detail: 'There is no such user.' };
const made = { id: 'a', meta: { location: 'http://x/Users/a' } };

interface Given {
  readonly status?: number;
  readonly body: unknown;
  readonly accept?: string;
  readonly headers?: Record<string, string>;
  readonly text?: string;
}

const fine: [name: string, given: Given][] = [
  ['a list', { body: list }],
  ['an error', { status: 404, body: error }],
  ['a created user', { status: 201, body: made, headers: { location: 'http://x/Users/a' } }],
  ['a 204 without a body', { status: 204, body: undefined, text: '' }],
  ['a charset', { body: list, headers: { 'content-type': 'application/scim+json; charset=utf-8' } }],
  [
    'plain JSON for who wants it',
    { body: list, accept: 'application/json', headers: { 'content-type': 'application/json' } },
  ],
  [
    'a URN as a key',
    { body: { 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'a' } } },
  ],
];

const bad: [name: string, given: Given, breach: string][] = [
  ['HTML', { body: undefined, text: '<html>' }, 'not a JSON object'],
  ['a list for a body', { body: [] }, 'not a JSON object'],
  ['a 204 with a body', { status: 204, body: {}, text: '{}' }, 'a 204 has a body'],
  [
    'plain JSON for who did not ask',
    { body: list, headers: { 'content-type': 'application/json' } },
    'Content-Type',
  ],
  ['SCIM JSON for who cannot read it', { body: list, accept: 'application/json' }, 'Content-Type'],
  [
    'plain JSON for who takes all',
    { body: list, accept: 'application/json, */*', headers: { 'content-type': 'application/json' } },
    'Content-Type',
  ],
  ['no Content-Type', { body: list, headers: { 'content-type': '' } }, 'Content-Type'],
  ['a 500', { status: 500, body: { ...error, status: '500' } }, 'status 500'],
  ['an error without schemas', { status: 404, body: { ...error, schemas: [] } }, 'body.schemas'],
  ['the status as a number', { status: 404, body: { ...error, status: 404 } }, 'body.status'],
  ['another status inside', { status: 404, body: { ...error, status: '400' } }, 'body.status'],
  ['an empty detail', { status: 404, body: { ...error, detail: ' ' } }, 'body.detail'],
  ['a detail that is an object', { status: 404, body: { ...error, detail: {} } }, 'body.detail'],
  ['a count as text', { body: { ...list, totalResults: '1' } }, 'body.totalResults'],
  ['no startIndex', { body: { ...list, startIndex: undefined } }, 'body.startIndex'],
  ['the page size that was asked for', { body: { ...list, itemsPerPage: 100 } }, 'itemsPerPage is 100'],
  ['no Resources', { body: { ...list, itemsPerPage: 0, Resources: undefined } }, 'no array'],
  ['no Location', { status: 201, body: made }, 'body.meta.location'],
  [
    'another Location',
    { status: 201, body: made, headers: { location: 'http://x/Users/b' } },
    'body.meta.location',
  ],
  [
    'a password',
    { body: { ...list, Resources: [{ id: 'a', password: 'x' }] } },
    'body.Resources[0] has a password',
  ],
  ['a null', { body: { name: { givenName: null } } }, 'body.name.givenName is null'],
  ['a dotted key', { body: { 'name.givenName': 'Ann' } }, 'literal key name.givenName'],
  ['a value path for a key', { body: { 'emails[type eq "work"]': 'a' } }, 'literal key emails['],
];

describe('idp/invariants', () => {
  for (const [name, given] of fine) {
    it(`lets pass: ${name}`, () => {
      expect(judge(given)).to.deep.equal([]);
    });
  }

  for (const [name, given, breach] of bad) {
    it(`sees: ${name}`, () => {
      expect(judge(given).join('\n')).to.contain(breach);
    });
  }
});

function judge({ status = 200, body, accept, headers = {}, text = JSON.stringify(body) }: Given): string[] {
  const sent = { method: 'GET', url: 'http://x/Users', headers: accept ? [['Accept', accept] as const] : [] };
  return breaches(
    sent,
    { status, headers: { 'content-type': 'application/scim+json', ...headers }, text },
    body,
  );
}
