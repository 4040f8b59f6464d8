import type { Paint } from '../../lib/cli/terminal/paint.ts';
import type { Populated } from './populated.ts';
import type { Customer, Stage } from './stage.ts';

/** What to do with the running service: pages to open, and lines to paste into another terminal. */
export function nextSteps(
  { url, directory }: Pick<Stage, 'url' | 'directory'>,
  customers: readonly Customer[],
  { customer: { group: open, username, password = '' }, idp }: Populated,
  paint: Paint,
): string {
  const [customer] = customers;
  if (!customer) return '';
  const { group, scimUrl, scimToken } = customer;
  const user = JSON.stringify({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: `grace@${group}.test`,
    name: { givenName: 'Grace', familyName: 'Hopper' },
    emails: [{ value: `grace@${group}.test`, primary: true }],
  });
  const json = `-H 'Content-Type: application/scim+json'`;
  return `
${paint('green', `The service runs at ${url} until Ctrl-C`)}, which also removes its data.

${paint('bold', 'Click through it in a browser')}

Rollcall           ${url}/groups/${open}
  e-mail           olivia.owner@${open}.test (or the username ${username})
  password         ${paint('cyan', password)}
Operator’s pages   ${url}/operator
Identity provider  ${idp.url}

Push somebody at the identity provider, deactivate somebody, and watch People and Log of ${open}. In a private window, sign in
at Rollcall as one of the people.

${paint('bold', 'Or try it from another terminal')}

export SCIM=${scimUrl}
export TOKEN=${scimToken}

curl -s "$SCIM/Users" -H "Authorization: Bearer $TOKEN"
curl -s "$SCIM/Users" -H "Authorization: Bearer $TOKEN" ${json} -d '${user}'
curl -sG "$SCIM/Users" -H "Authorization: Bearer $TOKEN" --data-urlencode 'filter=userName sw "grace"'

${paint('bold', 'and in this directory')}

export DATA_DIR=${directory}

npx rollcall member list ${group}
npx rollcall log ${group} --limit 10
npx rollcall audit verify ${group}

${paint('dim', 'The tokens of the others:')}
${customers
  .slice(1)
  .map((other) => `${other.scimUrl}  ${other.scimToken}`)
  .join('\n')}`;
}
