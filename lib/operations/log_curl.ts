import type { LogEntry, LoggedBody } from '../provisioning/index.ts';

/** Pasted into a terminal, these would edit the command. */
const KEYS = /(?!\n)\p{Cc}|\p{Bidi_Control}/u;

/**
 * The request as a command, with `$TOKEN` instead of the secret; undefined when its body is cut or has control
 * characters.
 */
export function curlOf(
  scimUrl: string,
  { method, path }: Pick<LogEntry, 'method' | 'path'>,
  body: LoggedBody | undefined,
): string | undefined {
  if (body?.isCut || KEYS.test(body?.text ?? '')) return undefined;
  const data =
    body === undefined
      ? []
      : [`--header 'Content-Type: application/scim+json'`, `--data-raw ${quoted(body.text)}`];
  return [
    `curl --request ${/^[A-Z]+$/.test(method) ? method : quoted(method)} ${quoted(scimUrl + path)}`,
    `--header "Authorization: Bearer $TOKEN"`,
    ...data,
  ].join(' \\\n  ');
}

/** Quoted for a shell, whatever the identity provider has sent. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
