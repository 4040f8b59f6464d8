import type { Target } from '../access/index.ts';
import { accounts } from '../accounts/index.ts';
import type { Actor } from '../audit/index.ts';
import { groupAt } from '../groups/index.ts';
import { integrationOfLink, setupLinkOf } from '../integrations/index.ts';
import { RuleError } from '../kernel/index.ts';
import { PLATFORM, type Reader } from '../store/index.ts';
import { topLevelGroup } from './find.ts';

interface NamesGroup {
  readonly group: string;
}

/** The top-level group that the input names. */
export async function ofTopLevelGroup(reader: Reader, { group }: NamesGroup) {
  return { group: await topLevelGroup(reader, group) };
}

/** The group at any depth that the input names. */
export async function ofGroup(reader: Reader, { group }: NamesGroup) {
  return { group: await groupAt(reader, group) };
}

/** The whole installation: only its operator may act on it. */
export async function ofPlatform(): Promise<Target> {
  return {};
}

/** The account of the caller. */
export async function ofOwnAccount(reader: Reader, _input: object, { accountId }: Actor) {
  const account = accountId === undefined ? undefined : await reader.get(accounts, PLATFORM, accountId);
  if (!account) throw new RuleError('forbidden', 'Only a person who is signed in may do this.');
  return { account };
}

/** The set-up link of the caller, with its integration. */
export async function ofSetupLink(reader: Reader, _input: object, actor: Actor) {
  const link = await setupLinkOf(reader, actor);
  const integration = link && (await integrationOfLink(reader, link));
  if (!link || !integration)
    throw new RuleError('forbidden', 'Only the holder of a live set-up link may do this.');
  return { link, integration };
}
