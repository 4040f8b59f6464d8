import { z } from 'zod';
import { type events, groupEvents, platformEvents } from '../lib/audit/events.ts';
import { formerNames } from '../lib/audit/former_names.ts';
import { derivedEvents } from '../lib/webhooks/event_types.ts';

type Events = Partial<typeof events>;

/** The text of docs/events.md. */
export function eventsPage(): string {
  return `# Audit events

\`lib/audit/events.ts\` has every event of the audit log; \`npm run docs\` makes this page from it. \`rollcall audit list\` shows
the events ([the audit log](operators.md#the-audit-log)).

An entry has the time, the actor, the name of the event, the id of its target, a detail, and the id of the request or command.
Secrets in the detail are masked. In the detail, \`?\` marks what may be absent. \`access\` and \`roles\` are lists of
\`{ groupId, from, to }\`: without \`from\` the account had no role in that group, without \`to\` it no longer has one.

| actor | who |
|---|---|
| \`operator\` | a command of the operator |
| \`account\` | a signed-in person; for an operation, one whom the [policy](architecture.md#operations) allows it |
| \`scim\` | a request with the token of an integration |
| \`system\` | Rollcall itself, as a consequence of something else |

## In the audit log of a top-level group

${tableOf(groupEvents)}

## In the audit log of the platform

What happens to accounts apart from any group: \`rollcall audit list --platform\`.

${tableOf(platformEvents)}

## For webhooks alone

[Webhooks](webhooks.md#payloads) also send these. They are made from what a change has written, and have no audit entry of
their own.

| event | when |
|---|---|
${Object.entries(derivedEvents)
  .map(([name, when]) => `| \`${name}\` | ${when} |`)
  .join('\n')}

## Former names

The seal of an entry covers its name, so an older entry keeps it in the store and in exports. \`audit list\` and the answer to
[why somebody has access](api.md) show today's name.

| former name | today's name |
|---|---|
${formerNames.map(({ name, about, now }) => `| ${formerName(name, now, about)} | \`${now}\` |`).join('\n')}
`;
}

function tableOf(some: Events): string {
  const rows = Object.entries(some).map(
    ([name, { target, by, detail, when }]) =>
      `| \`${name}\` | ${when} | ${target} | ${by.join(', ')} | ${fieldsOf(detail)} |`,
  );
  return ['| event | when | target | by | detail |', '|---|---|---|---|---|', ...rows].join('\n');
}

function fieldsOf(detail: z.ZodRawShape): string {
  return Object.entries(detail)
    .map(([name, type]) => {
      const choice = type instanceof z.ZodEnum ? ` (${type.options.join(', ')})` : '';
      return `\`${name}\`${z.object({ [name]: type }).safeParse({}).success ? '?' : ''}${choice}`;
    })
    .join(', ');
}

function formerName(name: string | RegExp, now: string, about: string | undefined): string {
  const written = typeof name === 'string' ? name : `TYPE.${now.split('.')[1]}`;
  return `\`${written}\`${about === undefined ? '' : ` of ${about}`}`;
}
