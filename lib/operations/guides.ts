import { z } from 'zod';
import type { Group } from '../groups/index.ts';
import { filled, guideOf, guides, type Values } from '../guides/index.ts';
import { spUrls } from '../saml/index.ts';
import { providerOf } from '../sign_on/index.ts';
import type { Reader } from '../store/index.ts';
import { eventsUrlOf, revocationUrlOf, scimUrlOf, tokenUrlOf } from './addresses.ts';
import { rootPath } from './arguments.ts';
import { type House, query } from './operation.ts';
import { ofTopLevelGroup } from './targets.ts';

const provider = z
  .enum(guides.map(({ provider }) => provider))
  .default('generic')
  .describe('the identity provider');

export const guideShow = query({
  name: 'guide.show',
  summary: 'Shows how to connect an identity provider, with the values of a group.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath, provider }),
  run: async (reader, _actor, { provider: wanted }, { group, ...house }) => ({
    group: group.slug,
    ...filled(guideOf(wanted), await valuesOf(reader, house, group)),
  }),
});

/** What the identity provider of a group has to know. */
export async function valuesOf(
  reader: Reader,
  { publicUrl, samlUrl }: Pick<House, 'publicUrl' | 'samlUrl'>,
  group: Group,
): Promise<Values> {
  const known = await providerOf(reader, group.id);
  const { entityId, acs, metadata, sso } = spUrls(samlUrl, known ?? {}, group.slug);
  return {
    scimUrl: scimUrlOf(publicUrl, group.slug),
    tokenUrl: tokenUrlOf(publicUrl, group.slug),
    entityId,
    acsUrl: acs,
    metadataUrl: metadata,
    signInUrl: sso,
    revocationUrl: revocationUrlOf(publicUrl, group.slug),
    eventsUrl: eventsUrlOf(publicUrl, group.slug),
  };
}
