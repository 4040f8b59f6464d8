import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { isKnown } from '../access/index.ts';
import type { Actor } from '../audit/index.ts';
import type { Integration } from '../integrations/index.ts';
import {
  type Attention,
  type Conflict,
  conflictOf,
  countAttention,
  countMismatches,
  type Difference,
  dismissAttention,
  listAttention,
  listMismatches,
  type SamlMismatch,
} from '../provisioning/index.ts';
import type { Reader } from '../store/index.ts';
import { integrationName, rootPath } from './arguments.ts';
import { integrationOf } from './find.ts';
import { inTurns } from './in_turns.ts';
import { change, query } from './operation.ts';
import { ofTopLevelGroup } from './targets.ts';
import { accountRefById, iso } from './views.ts';

interface SeenView {
  readonly userName: string;
  readonly email: string;
  readonly times: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
}

export interface ConflictView extends SeenView, Conflict {
  /** The stored user, if it was not refused. */
  readonly identityId?: string;
  /** When the person was asked whether the user is them, until when they can say so, and when they did. */
  readonly invited?: { readonly at: string; readonly until: string; readonly accepted?: string };
  /** The username of the account with the e-mail, if the actor may know it. */
  readonly account?: string;
}

interface MismatchView extends SeenView, Difference {}

export const integrationAttention = query({
  name: 'integration.attention',
  summary:
    'Lists the users with an e-mail conflict, or with different names in SCIM and SAML, and what to do about each.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath, integration: integrationName }),
  run: async (view, actor, { integration: wanted }, { group, services: { store } }) => {
    const integration = await integrationOf(view, group, wanted);
    const [conflicts, mismatches, allConflicts, allMismatches] = await Promise.all([
      listAttention(view, integration.id),
      listMismatches(view, integration.id),
      countAttention(store, integration.id),
      countMismatches(store, integration.id),
    ]);
    const more = allConflicts + allMismatches - conflicts.length - mismatches.length;
    return {
      group: group.slug,
      integration: integration.name,
      conflicts: await inTurns(view, conflicts, (attention) =>
        conflictView(view, actor, integration, attention),
      ),
      mismatches: mismatches.map(mismatchView),
      more: Math.max(0, more),
    };
  },
});

export const integrationDismiss = change({
  name: 'integration.dismiss',
  summary: 'Removes a user from the attention list. An unsolved conflict returns.',
  target: ofTopLevelGroup,
  input: z.object({
    group: rootPath,
    user: z.string().min(1).describe('userName of the user, as the list shows it'),
    integration: integrationName,
  }),
  run: async (unit, actor, { user, integration: wanted }, { group }) => {
    const integration = await integrationOf(unit, group, wanted);
    const entries = await dismissAttention(unit, integration, user, actor);
    return { group: group.slug, integration: integration.name, userName: user, entries };
  },
});

async function conflictView(
  reader: Reader,
  actor: Actor,
  integration: Integration,
  attention: Attention,
): Promise<ConflictView> {
  const { accountId, identityId } = attention;
  const [conflict, account, isSeen] = await Promise.all([
    conflictOf(reader, integration, attention),
    accountRefById(reader, accountId),
    actor.kind === 'operator' || isKnown(reader, integration.rootId, accountId),
  ]);
  return {
    ...seenView(attention),
    ...(isSeen ? { account: account.username } : {}),
    ...(identityId === undefined ? {} : { identityId }),
    ...invitedView(attention),
    ...conflict,
  };
}

function invitedView({ linkSentAt, linkAcceptedAt }: Attention): Pick<ConflictView, 'invited'> {
  if (linkSentAt === undefined) return {};
  return {
    invited: {
      at: iso(linkSentAt),
      until: iso(linkSentAt + limits.invitationLife),
      ...(linkAcceptedAt === undefined ? {} : { accepted: iso(linkAcceptedAt) }),
    },
  };
}

function mismatchView(mismatch: SamlMismatch): MismatchView {
  const { attribute, scim, nameId, caseOnly, fitting } = mismatch;
  const difference = { attribute, scim, nameId, caseOnly, ...(fitting === undefined ? {} : { fitting }) };
  return { ...seenView(mismatch), ...difference };
}

function seenView({ userName, email, times, firstSeen, lastSeen }: Attention | SamlMismatch): SeenView {
  return { userName, email, times, firstSeen: iso(firstSeen), lastSeen: iso(lastSeen) };
}
