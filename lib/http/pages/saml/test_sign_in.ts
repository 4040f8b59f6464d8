import { memberOf } from '../../../groups/members.ts';
import { settingsOf } from '../../../groups/saml_provider.ts';
import type { Report } from '../../../sign_on/accept.ts';
import { mismatchesOf } from '../../../sign_on/mismatch.ts';
import { attributeList, findOutcome, keepOutcome } from '../../../sign_on/outcomes.ts';
import { noteTest } from '../../../sign_on/provider/tested.ts';
import type { SamlRequest } from '../../../sign_on/types.ts';
import { type Found, whoIs } from '../../../sign_on/who_is.ts';
import { samlReportPage } from '../../../views/saml_report_page.tsx';
import type { Context, Middleware, Next, SamlSide } from '../../types.ts';
import { PageError, pageNotFound } from '../page_error.ts';
import { sendPage } from '../send_page.ts';
import { signedIn } from '../session.ts';
import type { Site } from '../site.ts';
import { begin } from './begin.ts';
import { sideHere } from './side.ts';

/** Lets only owners of the top-level group pass. */
export function requireOwner({ services: { store } }: Site): Middleware {
  return async function ownersOnly(ctx: Context, next: Next) {
    const { group } = sideHere(ctx);
    const member = await memberOf(store, group.id, signedIn(ctx).account.id);
    if (!member?.ownerOf.includes(group.id))
      throw new PageError(403, 'owners_only', 'Only owners may do this', [
        'Ask an owner of the group to do it.',
      ]);
    await next();
  };
}

export function beginTest(site: Site): Middleware {
  return async function testSignIn(ctx: Context) {
    await begin(site, ctx, { purpose: 'test', accountId: signedIn(ctx).account.id });
  };
}

/** Keeps what a test found out, and answers the secret by which its owner sees it. A sign-in that would succeed is noted; nothing else changes. */
export async function keepReport(
  site: Site,
  side: SamlSide,
  { rootId, providerId, accountId = '' }: SamlRequest,
  { checks, received, accepted }: Report,
): Promise<string> {
  const { store } = site.services;
  const { provider } = side;
  const { jit } = settingsOf(provider);
  const found = received && (await whoIs(store, provider, received));
  const notes = received ? await mismatchesOf(store, provider, received) : [];
  const about = {
    kind: 'test',
    checks,
    isAccepted: accepted !== undefined,
    ...(received && found
      ? {
          received: {
            nameId: received.nameId,
            ...(received.nameIdFormat === undefined ? {} : { nameIdFormat: received.nameIdFormat }),
            attributes: attributeList(received),
            account: fate(found, jit),
            notes,
          },
        }
      : {}),
  } as const;
  const isGood = accepted && (found?.kind === 'known' || (found?.kind === 'nobody' && jit));
  return store.transaction(async (tx) => {
    if (isGood) await noteTest(tx, site.runtime, provider, accountId);
    return keepOutcome(tx, site.runtime, { rootId, providerId, accountId, about });
  });
}

export function showReport(site: Site): Middleware {
  return async function testReport(ctx: Context) {
    const { group } = sideHere(ctx);
    const secret = String(ctx.query.outcome ?? '');
    const found = await findOutcome(site.services.store, site.runtime, secret);
    const isMine = found?.rootId === group.id && found.accountId === signedIn(ctx).account.id;
    if (!found || !isMine || found.about.kind !== 'test') throw pageNotFound();
    await sendPage(site, ctx, samlReportPage({ group: group.name, path: group.slug, ...found.about }));
  };
}

function fate(found: Found, jit: boolean): string {
  switch (found.kind) {
    case 'known':
      return `It is linked to the account ${found.account.username}.`;
    case 'deprovisioned':
      return `It is linked to the account ${found.account.username}, who is deprovisioned: refused (saml.deprovisioned).`;
    case 'email_exists':
      return `The account ${found.account.username} has this e-mail and is not linked: the person is told how to link (saml.email_exists).`;
    case 'transient':
      return 'The NameID is transient and names nobody: refused (saml.transient_name_id). Ask for a lasting one (rollcall saml set --name-id-format), or choose one at the identity provider.';
    case 'nobody':
      return jit
        ? 'Nobody is linked to it: a new account would be made.'
        : 'Nobody is linked to it, and the group makes no accounts at sign-in: refused (saml.not_linked).';
  }
}
