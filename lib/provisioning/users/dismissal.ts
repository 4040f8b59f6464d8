import type { Actor, Unit } from '../../audit/index.ts';
import type { Integration } from '../../integrations/index.ts';
import { RuleError } from '../../kernel/index.ts';
import { fold } from '../../scim/index.ts';
import { all } from '../../store/index.ts';
import { attentions } from '../collections.ts';
import { samlMismatches } from './saml_mismatches.ts';

/**
 * Removes a user from the list of those who need attention, and returns the number of entries. An unsolved conflict
 * returns with the next request or sign-in that meets it. Throws `RuleError` `not_found`.
 */
export async function dismissAttention(
  unit: Unit,
  { id, rootId, name }: Integration,
  userName: string,
  actor: Actor,
): Promise<number> {
  const isTheirs = (entry: { readonly userName: string }) => fold(entry.userName) === fold(userName);
  const [conflicts, mismatches] = await Promise.all([
    all(unit, attentions, id).then((entries) => entries.filter(isTheirs)),
    all(unit, samlMismatches, id).then((entries) => entries.filter(isTheirs)),
  ]);
  const entries = conflicts.length + mismatches.length;
  if (entries === 0) throw new RuleError('not_found', `${name} has nothing open for ${userName}.`);
  for (const entry of conflicts) unit.remove(attentions, entry);
  for (const entry of mismatches) unit.remove(samlMismatches, entry);
  unit.record({
    rootId,
    actor,
    action: 'attention.dismissed',
    target: { kind: 'integration', id },
    detail: { integrationId: id, userName, entries },
  });
  return entries;
}
