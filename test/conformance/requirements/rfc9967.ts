import type { Source } from './types.ts';

const LIFE =
  'tell a receiver that verifies with the JWKS of a person who joins, changes, leaves, returns and is deleted';
const NOT_ASYNC = 'No SCIM request is answered asynchronously; asyncRequest is none.';

export const rfc9967: Source = {
  name: 'RFC 9967',
  document: '[RFC 9967](https://www.rfc-editor.org/rfc/rfc9967): the SCIM profile for security event tokens.',
  requirements: [
    {
      section: '2.1',
      level: 'MUST',
      text: 'sub_id names the subject in the claims of the token, with the format scim and the relative uri; there is no sub',
      test: LIFE,
    },
    { section: '2.1', level: 'MAY', text: 'sub_id has the externalId if it is known', test: LIFE },
    {
      section: '2.2',
      level: 'MUST',
      text: 'tokens of one transaction have one txn and a jti each, whoever receives them',
      test: 'give two streams tokens of one txn, each with a jti and an aud of its own',
    },
    {
      section: '2.4',
      level: 'MUST',
      text: 'a notice has attributes and no data, and its URI ends with notice',
      test: LIFE,
    },
    {
      section: '2.4.4',
      level: 'MUST',
      text: 'a delete has no payload and no qualifier, and no feed:remove comes with it',
      test: LIFE,
    },
    {
      section: '2.5.1',
      level: 'MAY',
      text: 'a request is answered asynchronously with Set-Txn',
      notApplicable: NOT_ASYNC,
    },
    {
      section: '4',
      level: 'MUST',
      text: 'securityEvents of ServiceProviderConfig has asyncRequest and eventUris',
      test: 'are in ServiceProviderConfig once there is one, with the events that they carry and no asynchronous requests',
    },
    {
      section: '5',
      level: 'MUST',
      text: 'a SET is protected in transit by TLS',
      test: 'refuse a push to an address without https, or one that is not public',
    },
  ],
};

export const rfc8935: Source = {
  name: 'RFC 8935',
  document:
    '[RFC 8935](https://www.rfc-editor.org/rfc/rfc8935): security event tokens by push, as the transmitter. [Logout](logout.md) receives them.',
  requirements: [
    {
      section: '2.1',
      level: 'MUST',
      text: 'a push is a POST of the token as application/secevent+jwt',
      test: LIFE,
    },
    {
      section: '2',
      level: 'SHOULD',
      text: 'a token is sent again after a failure that may pass, and later each time',
      test: 'try again after a failure with the same jti, and hold back the later events of the person alone',
    },
    {
      section: '2',
      level: 'SHOULD',
      text: 'a token that the receiver finds invalid is not sent again',
      test: 'set what becomes of a refused token by the err of RFC 8935 section 2.4',
    },
    {
      section: '3',
      level: 'MAY',
      text: 'the transmitter is authenticated by an Authorization header',
      test: 'send only the events that the stream names, and the authorization that it was given',
    },
  ],
};

export const rfc8936: Source = {
  name: 'RFC 8936',
  document:
    '[RFC 8936](https://www.rfc-editor.org/rfc/rfc8936): security event tokens by poll, as the transmitter.',
  requirements: [
    {
      section: '2.4',
      level: 'MUST',
      text: 'maxEvents limits the tokens of an answer, and 0 acknowledges only',
      test: 'give tokens until they are acknowledged, those of one person one after the other',
    },
    {
      section: '2.4',
      level: 'SHOULD',
      text: 'without returnImmediately the answer waits for an event',
      test: 'wait for an event when the receiver lets them',
    },
    {
      section: '2.4',
      level: 'MUST',
      text: 'a token in ack is not given again, and one that is not acknowledged may be',
      test: 'give tokens until they are acknowledged, those of one person one after the other',
    },
    {
      section: '2.4.4',
      level: 'MUST',
      text: 'a token in setErrs is not given again',
      test: 'do not give a token again that the receiver refuses with setErrs, and log why',
    },
    {
      section: '2.5',
      level: 'MUST',
      text: 'sets has the tokens by their jti, and moreAvailable says that there are more',
      test: 'give tokens until they are acknowledged, those of one person one after the other',
    },
    {
      section: '2.5.1',
      level: 'MUST',
      text: 'a request that cannot be read is 400',
      test: 'answer 400 to a poll that cannot be read',
    },
    {
      section: '3',
      level: 'MUST',
      text: 'the receiver is authenticated',
      test: 'take only the tokens of their stream, and the former one until its overlap ends',
    },
  ],
};
