import type { View } from '../../audit/index.ts';
import { type Carried, LogoutRefusal } from '../../logout/index.ts';
import { type LogBook, type LoggedOutcome, logUnauthenticated } from '../../provisioning/index.ts';
import { requestInfo } from '../client.ts';
import { asScimError } from '../scim/error_handler.ts';
import type { Context, Middleware, Next } from '../types.ts';

interface Parts {
  readonly store: View;
  readonly logBook: LogBook;
}

/** Writes each message to the provisioning log of the group that it named, a refusal with its true reason. */
export function logMessage(parts: Parts): Middleware {
  return async function logLogout(ctx: Context, next: Next) {
    await next();
    const { error, requestId, loggedOut } = ctx.state;
    const { status } = ctx;
    const request = { ...requestInfo(ctx), path: ctx.path };
    const happened: LoggedOutcome = loggedOut
      ? { status, ...outcomeOf(loggedOut) }
      : {
          status,
          outcome: `Refused: ${error instanceof LogoutRefusal ? error.message : asScimError(error, requestId).message}`,
        };
    await logUnauthenticated(parts, String(ctx.params.group), request, async () => happened);
  };
}

function outcomeOf({ event, isFirst, people }: Carried): Pick<LoggedOutcome, 'outcome' | 'accountId'> {
  if (!isFirst) return { outcome: `The event ${event} was received before. It ended nothing again.` };
  if (event === 'verification') return { outcome: 'The issuer tested the push of events.' };
  if (event === 'other') return { outcome: 'The event does not end sessions.' };
  if (people.length === 0)
    return { outcome: `The event ${event} names nobody whom this group signs in or manages.` };
  const ended = people.map(
    ({ username, sessions, personalTokens }) =>
      `${username}: ended ${counted(sessions, 'session')} and ${counted(personalTokens, 'personal access token')}`,
  );
  const [first] = people;
  return { outcome: `${ended.join('; ')} (${event}).`, ...(first ? { accountId: first.id } : {}) };
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
