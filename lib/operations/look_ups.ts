import { groupLookUps, spend } from '../accounts/index.ts';
import type { SamlProvider } from '../groups/index.ts';
import { RuleError } from '../kernel/index.ts';
import { changesOf, type Description, type ProviderChanges } from '../sign_on/index.ts';
import type { Services } from './services.ts';

/** Counts a request to the outside that a top-level group, or the service, asks for. Throws `RuleError` `too_many_attempts`. */
export async function spendLookUp({ store }: Pick<Services, 'store'>, rootId: string): Promise<void> {
  if ((await spend(store, groupLookUps(rootId))) !== undefined)
    throw new RuleError('too_many_attempts', 'Other servers were asked too often. Try again in ten minutes.');
}

/** What an owner wants of an identity provider. Fetches its metadata, which counts; throws what `changesOf` throws. */
export async function wantedChanges(
  services: Services,
  rootId: string,
  given: Description,
  known: SamlProvider | undefined,
): Promise<ProviderChanges> {
  if (given.metadataUrl) await spendLookUp(services, rootId);
  return changesOf(services, given, known);
}
