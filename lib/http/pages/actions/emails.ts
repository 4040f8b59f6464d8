import {
  askedMails,
  askForEmail,
  confirmEmail,
  emailKey,
  emailToConfirm,
  makePrimary,
  ownEmails,
  removeEmail,
  spend,
} from '../../../accounts/index.ts';
import { RuleError } from '../../../kernel/index.ts';
import { confirmEmailPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { field } from '../form.ts';
import { hasOwnPassword } from '../own_password.ts';
import { PageError } from '../page_error.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say, signedIn } from '../session.ts';
import type { Site } from '../site.ts';
import { tooMany } from '../too_many.ts';

/**
 * Requires the password: anyone at an unlocked browser could otherwise add an address and reset the password with it.
 */
export function addOwnEmail(site: Site): Middleware {
  return async function addAddress(ctx: Context) {
    if (await hasOwnPassword(site, ctx)) {
      await mailLink(site, ctx, field(ctx, 'email'));
      return;
    }
    await say(site, ctx, { kind: 'problem', text: 'This is not your password. Nothing was changed.' });
    redirect(site, ctx, '/profile');
  };
}

/** Mails the link again to an address that the account has or waits for. */
export function sendConfirmation(site: Site): Middleware {
  return async function sendAgain(ctx: Context) {
    await mailLink(site, ctx, await ownAddress(site, ctx, field(ctx, 'address')));
  };
}

export function showConfirmEmail(site: Site): Middleware {
  return async function confirmationForm(ctx: Context) {
    const token = String(ctx.query.token ?? '');
    const link = await emailToConfirm(site.services.store, signedIn(ctx).account.id, token);
    if (!link) throw linkUsed();
    await sendPage(site, ctx, confirmEmailPage({ email: link.email, token }));
  };
}

export function confirmOwnEmail(site: Site): Middleware {
  return async function confirmAddress(ctx: Context) {
    const { account } = signedIn(ctx);
    const email = await confirmEmail(site.services.store, account, field(ctx, 'token'));
    if (email === undefined) throw linkUsed();
    await say(site, ctx, { kind: 'done', text: `${email} is confirmed.` });
    redirect(site, ctx, '/profile');
  };
}

export function makeEmailPrimary(site: Site): Middleware {
  return async function choosePrimary(ctx: Context) {
    const { account } = signedIn(ctx);
    await tryIt(site, ctx, 'Your primary address is changed.', () =>
      makePrimary(site.services.store, account, field(ctx, 'address')),
    );
  };
}

export function removeOwnEmail(site: Site): Middleware {
  return async function removeAddress(ctx: Context) {
    const { account } = signedIn(ctx);
    await tryIt(site, ctx, 'The address is removed.', () =>
      removeEmail(site.services.store, account, field(ctx, 'address')),
    );
  };
}

async function mailLink(site: Site, ctx: Context, email: string): Promise<void> {
  const { store } = site.services;
  const { account } = signedIn(ctx);
  const waitMs = await spend(store, askedMails(account.id, ctx.ip));
  if (waitMs !== undefined) throw tooMany(waitMs);
  await tryIt(site, ctx, `We sent a link to ${email.trim()}. It works for a day.`, () =>
    askForEmail(store, site.linkKey, account, email),
  );
}

async function ownAddress({ services }: Site, ctx: Context, address: string): Promise<string> {
  const { held, waiting } = await ownEmails(services.store, signedIn(ctx).account.id);
  const own = [...held, ...waiting].find(({ email }) => emailKey(email) === address);
  if (!own) throw new RuleError('not_found', 'You do not have this address.');
  return own.email;
}

/** Runs the work and shows the result, or the reason of a refusal, on the profile. */
async function tryIt(site: Site, ctx: Context, done: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
    await say(site, ctx, { kind: 'done', text: done });
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    await say(site, ctx, { kind: 'problem', text: error.message });
  }
  redirect(site, ctx, '/profile');
}

function linkUsed(): PageError {
  return new PageError(404, 'link_not_valid', 'This link does not work', [
    'It was used already, it is too old, or it belongs to another account than the one that is signed in.',
    'Ask for a new one in your profile.',
  ]);
}
