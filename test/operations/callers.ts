import type { z } from 'zod';
import { sessionsOf } from '../../lib/accounts/sessions.ts';
import type { Actor } from '../../lib/audit/types.ts';
import { deprovision, saveMember } from '../../lib/groups/members.ts';
import { memberOf } from '../../lib/groups/types.ts';
import type { Operation } from '../../lib/operations/operation.ts';
import { operate } from '../cli/operator.ts';
import type { Rollcall, Tenant } from '../helper.ts';

/** One caller of each kind, as seen from one group. */
export type Callers = Readonly<
  Record<'operator' | 'owner' | 'foreigner' | 'member' | 'left' | 'scim' | 'token' | 'setupLink', Actor>
>;

/** `foreigner` owns another group, `member` is a developer, `left` was one, `token` is a personal one of the owner, `setupLink` one of the integration. */
export async function callersOf(app: Rollcall, acme: Tenant): Promise<Callers> {
  const globex = await app.bootstrap();
  const [member, left] = [await person('member'), await person('left')];
  await app.services.store.transaction(async (unit) => {
    const before = await memberOf(unit, acme.groupId, left);
    if (before) await saveMember(unit, before, deprovision(before, 1, acme.integrationId));
  });
  const owner = await idOf(acme.username);
  return {
    operator: { kind: 'operator' },
    owner: { kind: 'account', accountId: owner },
    foreigner: { kind: 'account', accountId: await idOf(globex.username) },
    member: { kind: 'account', accountId: member },
    left: { kind: 'account', accountId: left },
    scim: { kind: 'scim', integrationId: acme.integrationId },
    token: { kind: 'account', accountId: owner, tokenId: 'personal' },
    setupLink: await linkActor(),
  };

  async function person(name: string): Promise<string> {
    const email = `${name}@${acme.slug}.test`;
    const { username } = await operate(app.services, 'account create', { email, name });
    await operate(app.services, 'member add', { group: acme.slug, account: email, role: 'developer' });
    return idOf(String(username));
  }

  async function linkActor(): Promise<Actor> {
    const { link } = await operate(app.services, 'setup-link create', {
      group: acme.slug,
      name: 'caller',
      signOn: true,
    });
    const tokenId = String((link as { id: string }).id);
    return { kind: 'setup_link', integrationId: acme.integrationId, tokenId };
  }

  async function idOf(account: string): Promise<string> {
    const { id } = await operate(app.services, 'account show', { account });
    return String(id);
  }
}

/** Performs an operation as an account with its stored sessions. */
export async function perform<R extends object>(
  { services, url }: Rollcall,
  operation: Pick<Operation<z.ZodObject, R>, 'perform'>,
  actor: Actor,
  input: object,
): Promise<R> {
  const { store } = services;
  const sessions = await sessionsOf(store, actor.accountId ?? '');
  return operation.perform({ services, publicUrl: url, samlUrl: url }, { actor, sessions }, input);
}
