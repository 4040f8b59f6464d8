import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { fields, joined, shortTime } from './terminal/layout.ts';
import type { Paint } from './terminal/paint.ts';

export const logoutSet = commandOf(operations.logoutSet, {
  example: 'logout set acme --issuer https://acme.okta.com --jwks-url https://acme.okta.com/oauth2/v1/keys',
  positional: ['group'],
  text: (view, paint) => joined(`${view.issuer} can sign people of ${view.group} out.`, table(view, paint)),
});

export const logoutShow = commandOf(operations.logoutShow, {
  example: 'logout show acme',
  positional: ['group'],
  text: table,
});

export const logoutToken = commandOf(operations.logoutToken, {
  example: 'logout token acme',
  positional: ['group'],
  text: ({ secret, eventsUrl }, paint) =>
    joined(
      fields(
        [
          ['push token', ['cyan', secret]],
          ['security events', eventsUrl],
        ],
        paint,
      ),
      'The token is not shown again. From now on a push needs it: Authorization: Bearer, then the token.',
    ),
});

export const logoutRemove = commandOf(operations.logoutRemove, {
  example: 'logout remove acme',
  positional: ['group'],
  text: ({ issuer, group }) => `${issuer} can no longer sign people of ${group} out.`,
});

function table(view: operations.LogoutView, paint: Paint): string {
  const { issuer, jwksUrl, audience, revocationUrl, eventsUrl, pushToken, last } = view;
  return fields(
    [
      ['issuer', issuer],
      ['JWKS URL', jwksUrl],
      ['audience of events', audience ?? eventsUrl],
      ['revocation', ['cyan', revocationUrl]],
      ['security events', ['cyan', eventsUrl]],
      ['push token', pushToken ? `…${pushToken.hint}, ${shortTime(pushToken.createdAt)}` : 'none'],
      ['last message', last ? `${last.event}, ${shortTime(last.at)}` : 'none'],
    ],
    paint,
  );
}
