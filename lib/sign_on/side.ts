import { type Group, groupAt, groups, type SamlProvider, samlProviders } from '../groups/index.ts';
import { RuleError } from '../kernel/index.ts';
import { type SpUrls, spUrls } from '../saml/index.ts';
import type { Reader } from '../store/index.ts';

/** A top-level group, its SAML provider and the addresses of both sides. */
export interface SamlSide {
  readonly group: Group;
  readonly provider: SamlProvider;
  readonly urls: SpUrls;
}

/** The SAML side of the top-level group at a current or former path; undefined if it has no provider. */
export async function sideAt(reader: Reader, samlUrl: string, path: string): Promise<SamlSide | undefined> {
  try {
    const group = await groupAt(reader, path);
    return group.parentId === undefined ? await sideOfRoot(reader, samlUrl, group.id) : undefined;
  } catch (error) {
    if (error instanceof RuleError) return undefined;
    throw error;
  }
}

export async function sideOfRoot(
  reader: Reader,
  samlUrl: string,
  rootId: string,
): Promise<SamlSide | undefined> {
  const [group, provider] = await Promise.all([
    reader.get(groups, rootId, rootId),
    reader.find(samlProviders, rootId, 'root', rootId),
  ]);
  return group && provider && { group, provider, urls: spUrls(samlUrl, provider, group.slug) };
}
