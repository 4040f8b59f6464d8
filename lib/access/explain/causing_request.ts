import { limits } from '../../../config/limits.ts';
import { accounts } from '../../accounts/index.ts';
import { type Actor, type AuditEntry, auditEntries, withNameOfToday } from '../../audit/index.ts';
import { credentialsOf, type Integration } from '../../integrations/index.ts';
import { type LogEntry, logEntries } from '../../provisioning/index.ts';
import { PLATFORM, type Reader } from '../../store/index.ts';

/** The request or command that caused a change, as far as a log still has it. */
export interface CausingRequest {
  /** The request id, or the id of a command. */
  readonly id?: string;
  readonly foundIn: 'provisioning_log' | 'audit_log' | 'nowhere';
  readonly sentence: string;
  readonly at?: string;
  readonly method?: string;
  readonly path?: string;
  readonly status?: number;
  readonly outcome?: string;
  /** The event name in the audit log. */
  readonly action?: string;
  readonly actor?: AuditEntry['actor']['kind'];
  /** The username of the actor. */
  readonly account?: string;
  readonly integration?: string;
  readonly token?: string;
  readonly ip?: string;
  readonly userAgent?: string;
}

/** What the request must be about; a bulk request has many entries with one id. */
interface About {
  readonly rootId: string;
  readonly accountId: string;
  /** When the effect began. */
  readonly at: number;
  readonly integrationId?: string | undefined;
  readonly integrations: readonly Integration[];
}

/** Looks up a cause in the provisioning log, then in the audit log, which keeps entries longer. */
export async function causingRequest(
  reader: Reader,
  id: string | undefined,
  about: About,
): Promise<CausingRequest> {
  if (id === undefined)
    return { foundIn: 'nowhere', sentence: 'No request is known: it was made before causes were kept.' };
  const range = { index: 'request', equal: [id], limit: limits.bulkOperations };
  const logged = bestEntry((await reader.list(logEntries, about.rootId, range)).items, about);
  if (logged) return fromLog(id, logged, about);
  const audited = bestAct((await reader.list(auditEntries, about.rootId, range)).items, about);
  if (audited) return fromAudit(id, withNameOfToday(audited), about, await personOf(reader, audited.actor));
  return {
    id,
    foundIn: 'nowhere',
    sentence: `The request ${id} is in neither log; the provisioning log keeps requests for ${limits.logDays} days.`,
  };
}

/** Clients may reuse a request id, so only changes of this person or of nobody count, the nearest in time first. */
function bestEntry(
  entries: readonly LogEntry[],
  { accountId, integrationId, at }: About,
): LogEntry | undefined {
  const distance = (entry: LogEntry) => Math.abs(entry.at - at);
  return entries
    .filter(({ status, resourceId }) => status < 400 && resourceId !== undefined)
    .filter((entry) => entry.accountId === undefined || entry.accountId === accountId)
    .filter((entry) => integrationId === undefined || entry.integrationId === integrationId)
    .sort((a, b) => distance(a) - distance(b))[0];
}

function bestAct(
  entries: readonly AuditEntry[],
  { accountId, integrationId }: About,
): AuditEntry | undefined {
  const acts = entries.filter(
    ({ actor }) =>
      actor.kind !== 'system' &&
      (actor.kind !== 'scim' || integrationId === undefined || actor.integrationId === integrationId),
  );
  return acts.find(({ target, detail }) => target === accountId || detail.accountId === accountId) ?? acts[0];
}

function fromLog(id: string, entry: LogEntry, { integrations }: About): CausingRequest {
  const { method, path, status, outcome, ip, userAgent } = entry;
  const at = new Date(entry.at).toISOString();
  const by = byWhom(entry, integrations);
  return {
    id,
    foundIn: 'provisioning_log',
    sentence: `${method} ${path} at ${at}${credentialText(by)}, from ${ip}.`,
    at,
    method,
    path,
    status,
    outcome,
    ...by,
    ip,
    userAgent,
  };
}

function fromAudit(
  id: string,
  { at: ms, action, actor }: AuditEntry,
  { integrations }: About,
  account: string | undefined,
): CausingRequest {
  const at = new Date(ms).toISOString();
  const { kind, ip } = actor;
  const by = byWhom(actor, integrations);
  const person = kind === 'operator' ? 'a command of the operator' : account;
  const sentence =
    person !== undefined
      ? `${action} at ${at}, by ${person}.`
      : `${action} at ${at}${credentialText(by)}${ip === undefined ? '' : `, from ${ip}`}. The provisioning log has ` +
        `forgotten the request: it keeps them for ${limits.logDays} days.`;
  return {
    id,
    foundIn: 'audit_log',
    sentence,
    at,
    action,
    actor: kind,
    ...(account === undefined ? {} : { account }),
    ...by,
    ...(ip === undefined ? {} : { ip }),
  };
}

async function personOf(reader: Reader, { kind, accountId }: Actor): Promise<string | undefined> {
  if (kind !== 'account' || accountId === undefined) return undefined;
  return (await reader.get(accounts, PLATFORM, accountId))?.username;
}

interface By {
  readonly integration?: string;
  readonly token?: string;
}

function byWhom(
  { integrationId, tokenId }: { readonly integrationId?: string; readonly tokenId?: string },
  integrations: readonly Integration[],
): By {
  const integration = integrations.find(({ id }) => id === integrationId);
  const token = integration && credentialsOf(integration).find(({ id }) => id === tokenId);
  return {
    ...(integration ? { integration: integration.name } : {}),
    ...(token ? { token: token.name } : {}),
  };
}

function credentialText({ integration, token }: By): string {
  if (integration === undefined) return ', by an integration that was removed since';
  return `, by the integration ${integration}${token === undefined ? '' : ` with the token ${token}`}`;
}
