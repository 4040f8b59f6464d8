import { filled, type Guide, guides, type Part, type Step, type Values } from '../lib/guides/index.ts';

const saml = '{PUBLIC_URL}/groups/{group}/-/saml';

/** How the address of each value is made, for a reader who has no group yet. */
const placeholders: Values = {
  scimUrl: '{PUBLIC_URL}/api/scim/v2/groups/{group}',
  tokenUrl: '{PUBLIC_URL}/api/oauth/groups/{group}/token',
  revocationUrl: '{PUBLIC_URL}/api/oauth/groups/{group}/revocation',
  eventsUrl: '{PUBLIC_URL}/api/oauth/groups/{group}/events',
  entityId: `${saml}/metadata`,
  acsUrl: `${saml}/callback`,
  metadataUrl: `${saml}/metadata`,
  signInUrl: `${saml}/sso`,
};

/** The pages of docs/idp by file name: one for each identity provider, and a list of them. */
export function guidePages(): ReadonlyMap<string, string> {
  return new Map([
    ['README.md', listPage()],
    ...guides.map((guide) => [`${guide.provider}.md`, guidePage(filled(guide, placeholders))] as const),
  ]);
}

function listPage(): string {
  const rows = guides.map(
    ({ provider, name, scim, saml }) => `| [${name}](${provider}.md) | ${yesOrNo(scim)} | ${yesOrNo(saml)} |`,
  );
  return `# Identity providers

How to connect each one. Owners find the same text with the values of their group under *Set-up guide* on the page of an
integration. \`lib/guides\` has the text; \`npm run docs\` makes these pages from it.

| identity provider | provisions (SCIM) | signs people in (SAML) |
|---|---|---|
${rows.join('\n')}
`;
}

function yesOrNo({ isPossible }: Part): string {
  return isPossible ? 'yes' : 'no';
}

function guidePage({ name, scim, saml }: Guide): string {
  return `# ${name}

\`{PUBLIC_URL}\` is the address of Rollcall, and \`{group}\` the path of your top-level group. The
[list of identity providers](README.md) says where owners find this page with their own values.

## Provisioning

${partText(scim)}
## Sign-in

${partText(saml)}`;
}

function partText({ about, steps, mappings, test, failures }: Part): string {
  return [
    paragraph(about),
    list(steps),
    section('Attributes', mappings.length, () =>
      tableOf(
        ['there', 'here', 'note'],
        mappings.map(({ theirs, ours, note = '' }) => [theirs, code(ours), note]),
      ),
    ),
    section('Test it', test.length, () => list(test)),
    section('What an error means', failures.length, () =>
      tableOf(
        ['shown', 'what to do'],
        failures.map(({ shown, means }) => [text(shown), text(means)]),
      ),
    ),
  ].join('');
}

function section(title: string, count: number, body: () => string): string {
  return count === 0 ? '' : `**${title}**\n\n${body()}`;
}

function list(steps: readonly Step[]): string {
  return steps.length === 0 ? '' : `${steps.map(item).join('\n')}\n\n`;
}

function item({ text: said, fields = [] }: Step, at: number): string {
  const rows = fields.map((field) => [field.name, 'enter' in field ? code(field.enter) : field.choose]);
  const form = rows.length === 0 ? '' : `\n\n${tableOf(['field', 'value'], rows)}`;
  return `${at + 1}. ${text(said)}${form.trimEnd().replaceAll('\n', '\n   ').replaceAll('   \n', '\n')}${form === '' ? '' : '\n'}`;
}

function tableOf(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return `${[line(headings), `|${'---|'.repeat(headings.length)}`, ...rows.map(line)].join('\n')}\n\n`;
}

function paragraph(said: string): string {
  return `${text(said)}\n\n`;
}

/** Names on a screen are italic in the documentation. */
function text(said: string): string {
  return said.replaceAll('**', '*');
}

function code(value: string): string {
  return `\`${value}\``;
}
