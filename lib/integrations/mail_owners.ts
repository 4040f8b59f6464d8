import { accounts } from '../accounts/index.ts';
import type { Actor, Unit } from '../audit/index.ts';
import { mailOwners } from '../groups/index.ts';
import { PLATFORM } from '../store/index.ts';
import { setupLinkOf } from './setup_links.ts';
import type { Integration } from './types.ts';

/** Mails the other owners what an actor did to a credential or a set-up link: a predicate, such as `revoked the token Okta`. */
export async function mailOtherOwners(
  unit: Unit,
  { rootId, name: integration }: Integration,
  actor: Actor,
  change: string,
  about: 'credential' | 'setup_link' = 'credential',
): Promise<void> {
  const { accountId } = actor;
  const link = await setupLinkOf(unit, actor);
  const account = accountId === undefined ? undefined : await unit.get(accounts, PLATFORM, accountId);
  const by = { ...(account ? { by: account.username } : {}), ...(link ? { link: link.name } : {}) };
  await mailOwners(
    unit,
    rootId,
    (group) => ({ template: 'credential_changed', group, integration, change, about, ...by }),
    accountId,
  );
}
