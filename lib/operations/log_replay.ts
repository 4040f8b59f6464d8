import { z } from 'zod';
import {
  authorize,
  credentialsOf,
  type HeldToken,
  type Integration,
  integrations,
  type Scope,
  scopes,
} from '../integrations/index.ts';
import { RuleError, unhurried } from '../kernel/index.ts';
import { maskJson } from '../observe/index.ts';
import {
  type Caller,
  type LogEntry,
  noticeOf,
  patchOptionsOf,
  type ResourceService,
} from '../provisioning/index.ts';
import {
  parsePatch,
  type Registry,
  type Resource,
  type ResourceType,
  readReplacement,
  readResource,
  ScimError,
} from '../scim/index.ts';
import { rootPath } from './arguments.ts';
import { type DryRun, dryRun } from './dry_run.ts';
import { requestNamed, type ShownChange, withPaths } from './log.ts';
import { kindOf } from './log_filter.ts';
import { Names } from './names.ts';
import { query } from './operation.ts';
import type { Services } from './services.ts';
import { ofTopLevelGroup } from './targets.ts';

/** A recorded change, as the rules take it. */
interface Recorded {
  readonly type: ResourceType;
  readonly method: string;
  readonly id: string | undefined;
  readonly data: unknown;
}

interface Replayed {
  readonly group: string;
  readonly id: string;
  readonly request: string;
  readonly would?: { readonly outcome: string; readonly status?: number };
  readonly refused?: Refused['refused'];
  readonly changes: readonly ShownChange[];
  /** The resource as the answer would have it. */
  readonly resource?: Resource;
}

export const logReplay = query({
  name: 'log.replay',
  summary: 'Shows what a recorded change would do now, and what Rollcall would answer. Nothing changes.',
  target: ofTopLevelGroup,
  input: z.object({
    group: rootPath,
    request: z.string().min(1).describe('id of the entry, or of the request (X-Request-Id)'),
  }),
  run: async (view, actor, { request }, { group, services }): Promise<Replayed> => {
    await services.logBook.flush();
    const { entry, bodies } = await requestNamed(view, group.id, request);
    const integration = await view.get(integrations, group.id, entry.integrationId ?? '');
    if (!integration) throw notReplayable('Its integration is gone, or it was not authenticated.');
    const recorded = recordedIn(services.registry, entry, bodies.request);
    const dry = dryRun(services);
    const result = await resultOf(services, dry, callerOf(integration, entry), recorded);
    const { outcome, status, changes = [] } = dry.entry() ?? {};
    return {
      group: group.slug,
      id: entry.id,
      request: `${entry.method} ${entry.path}`,
      ...('refused' in result
        ? { refused: result.refused }
        : {
            would: { outcome: outcome ?? 'Nothing to change.', ...(status === undefined ? {} : { status }) },
          }),
      changes: 'refused' in result ? [] : await withPaths(changes, new Names(view, group.id, actor)),
      ...('resource' in result && result.resource ? { resource: maskJson(result.resource) } : {}),
    };
  },
});

interface Refused {
  readonly refused: { readonly detail: string; readonly code?: string; readonly status?: number };
}

async function resultOf(
  services: Services,
  dry: DryRun,
  caller: Caller,
  recorded: Recorded,
): Promise<Refused | { readonly resource?: Resource }> {
  try {
    admit(caller, recorded.type);
    const service = dry.services.resourcesOf(recorded.type);
    return (await carryOut(services, service, caller, recorded)) ?? {};
  } catch (error) {
    if (error instanceof RuleError) return { refused: { detail: error.message, code: error.code } };
    if (!(error instanceof ScimError)) throw error;
    const { message: detail, status, scimType: code } = error;
    return { refused: { detail, status, ...(code === undefined ? {} : { code }) } };
  }
}

async function carryOut(
  { runtime }: Services,
  service: ResourceService,
  caller: Caller,
  { type, method, id = '', data }: Recorded,
): Promise<{ readonly resource: Resource } | undefined> {
  const notice = noticeOf(caller);
  const anyVersion = () => undefined;
  switch (method) {
    case 'POST':
      return service.create(caller, readResource(type, data, notice));
    case 'PUT':
      return service.replace(
        caller,
        id,
        (present) => readReplacement(type, data, present, notice),
        anyVersion,
      );
    case 'PATCH': {
      const operations = await unhurried(runtime, parsePatch(data, type, notice, patchOptionsOf(caller)));
      return service.patch(caller, id, operations, anyVersion);
    }
    default:
      await service.remove(caller, id, anyVersion);
      return undefined;
  }
}

/** Throws `RuleError` as the SCIM endpoint does before it reads a body. */
function admit(caller: Caller, type: ResourceType): void {
  const { enabled, name } = caller.integration;
  if (!enabled) throw new RuleError('integration_disabled', `The integration ${name} is disabled.`);
  authorize(caller, writeScopes[type.name] ?? 'resources:write');
}

const writeScopes: Readonly<Partial<Record<string, Scope>>> = { User: 'users:write', Group: 'groups:write' };

const PATH = /^(\/[^/?]+)(?:\/([^/?]+))?(?:\?.*)?$/;

/** Throws `RuleError` `request_not_replayable` with the reason. */
function recordedIn(
  { types }: Registry,
  entry: LogEntry,
  body: { readonly text: string; readonly isCut: boolean } | undefined,
): Recorded {
  if (kindOf(entry) !== 'change')
    throw notReplayable('Only changes can be replayed, and this request is not a change.');
  const [, endpoint = '', id] = PATH.exec(entry.path) ?? [];
  const named = types.find((one) => one.endpoint.toLowerCase() === endpoint.toLowerCase());
  const type = named?.readOnly || named?.fixed ? undefined : named;
  const { method } = entry;
  if (!type || (method === 'POST') !== (id === undefined))
    throw notReplayable('It does not name a resource that can change.');
  if (method === 'DELETE') return { type, method, id, data: undefined };
  if (body === undefined) throw notReplayable('Its body is not kept: bodies are deleted after 30 days.');
  if (body.isCut) throw notReplayable('Its body is longer than the log keeps.');
  try {
    return { type, method, id: id && decodeURIComponent(id), data: JSON.parse(body.text) as unknown };
  } catch {
    throw notReplayable('Its body is not JSON.');
  }
}

function notReplayable(why: string): RuleError {
  return new RuleError('request_not_replayable', `This request cannot be replayed. ${why}`);
}

/** The credential as it is now; one that is gone counts as one with every scope. */
function callerOf(integration: Integration, entry: LogEntry): Caller {
  const known = credentialsOf(integration).find(({ id }) => id === entry.tokenId);
  const gone = { id: entry.tokenId ?? '', name: '', scopes, cidrs: [], expiresAt: Number.POSITIVE_INFINITY };
  const token: HeldToken = { ...(known ?? gone), digest: '' };
  const { requestId, method, path, ip, userAgent } = entry;
  return {
    integration,
    token,
    request: { requestId, method, path, ip, userAgent },
    leniencies: new Set(),
    dropped: new Set(),
    logged: false,
  };
}
