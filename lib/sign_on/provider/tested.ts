import type { Unit } from '../../audit/index.ts';
import { memberOf, type SamlProvider, samlProviders, settingsOf } from '../../groups/index.ts';
import { digest, type IdpSide, signsRequests } from '../../saml/index.ts';

/**
 * Whether a test sign-in of an owner has succeeded with all that decides whether a sign-in does. A certificate that came
 * beside those of the test changes nothing; one of them that goes, or is about to, does.
 */
export function isTested(provider: SamlProvider): boolean {
  const { idp, tested } = provider;
  if (!idp || tested?.with !== fingerprint(provider, idp)) return false;
  const present = active(idp);
  return tested.certificates.every((sha256) => present.includes(sha256));
}

/** Notes a test sign-in that succeeded with `provider`, where an owner made it and nothing that decides has changed. */
export async function noteTest(unit: Unit, provider: SamlProvider, accountId: string): Promise<void> {
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

/** What a sign-in stands and falls with, but for the certificates of the identity provider. */
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
