import { describeConfig } from '../config/index.ts';

/** The text of docs/configuration.md. */
export function configurationPage(): string {
  const rows = describeConfig().map(
    ({ name, fallback, meaning }) => `| \`${name}\` | ${fallback} | ${meaning} |`,
  );
  return `# Configuration

Rollcall is configured by environment variables, read once at start. Every mistake is reported at once, and the service
does not start with one. \`rollcall config\` shows what is in force, without the secrets.

| variable | default | meaning |
|---|---|---|
${rows.join('\n')}

An empty value counts as not set. Where a variable may be given as a file, \`NAME_FILE\` names the file, whose content,
without white space around it, is the value; setting both is a mistake.

## Secrets

Without \`TOKEN_PEPPER\`, \`CURSOR_SECRET\`, \`AUDIT_SECRET\` and \`SAML_SECRET\` the service makes them at the first start,
in \`DATA_DIR/secrets\`, readable by its own user only. Back that directory up: without the pepper every token is invalid,
without the audit secret the audit log cannot be verified, without the SAML secret every provider's keys have to be
rotated. Processes that share a MongoDB need the same four secrets: give them by variable or by file, each with 32
random characters or more, for example from \`openssl rand -base64 32\`.

The store keeps fingerprints of the pepper, the audit secret and the SAML secret that its data was written with. With
another one the service does not start and the commands end with \`configuration\`, except \`export\` and
\`audit verify\`. To change one, [replace it](operators/secrets.md). To go on with new secrets at once, [export the data](operators.md#moving-and-keeping-the-data) and import it
into an empty store with \`--other-secrets\`.

## Behind a proxy

The service speaks plain HTTP and listens on this machine only, unless \`HOST\` says otherwise. Put a proxy in front that
ends TLS, set \`PUBLIC_URL\` to its address, and set \`TRUSTED_PROXIES\` to the number of proxies that add to
\`X-Forwarded-For\`: the rate limits and the address ranges of tokens go by the address that the outermost one of them saw.
A request must reach the service only through them.
`;
}
