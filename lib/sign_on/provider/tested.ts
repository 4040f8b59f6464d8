import type { Unit } from '../../audit/index.ts';
import { memberOf, type SamlProvider, samlProviders, settingsOf } from '../../groups/index.ts';
import { digest, type IdpSide, signsRequests } from '../../saml/index.ts';

/**
 * Whether an owner's test sign-in has succeeded with the current settings. It still counts after a certificate was added,
 * but not after one was removed or began to retire.
 */
export function isTested(provider: SamlProvider): boolean {
  const { idp, tested } = provider;
  if (!idp || tested?.with !== fingerprint(provider, idp)) return false;
  const present = active(idp);
  return tested.certificates.every((sha256) => present.includes(sha256));
}

/** Stores a successful test sign-in with `provider`, if an owner made it and the settings have not changed since. */
export async function storeTest(unit: Unit, provider: SamlProvider, accountId: string): Promise<void> {
  const { id, rootId, idp } = provider;
  const [present, member] = await Promise.all([
    unit.get(samlProviders, rootId, id),
    memberOf(unit, rootId, accountId),
  ]);
  if (!present?.idp || !idp || !member?.ownerOf.includes(rootId)) return;
  const tested = {
    at: unit.now(),
    by: accountId,
    with: fingerprint(provider, idp),
    certificates: active(idp),
  };
  if (isTested({ ...present, tested })) unit.update(samlProviders, { ...present, tested });
}

/** The settings that decide whether a sign-in succeeds, except the certificates of the identity provider. */
function fingerprint(provider: SamlProvider, { entityId, ssoUrl, binding }: IdpSide): string {
  const { identifyBy, path, keys = [] } = provider;
  const ours = settingsOf(provider);
  const inUse = keys.filter(({ state }) => state === 'active').map(({ id }) => id);
  return digest(
    ...[entityId, ssoUrl, binding, identifyBy, path ?? '', ours.entityId ?? '', ours.nameIdFormat ?? ''],
    ...[signsRequests(provider), ours.jit, ours.wantResponseSigned].map(String),
    ...inUse.sort(),
  );
}

function active({ certificates }: IdpSide): string[] {
  return certificates.filter(({ state }) => state === 'active').map(({ sha256 }) => sha256);
}
