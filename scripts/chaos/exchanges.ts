import { client } from '../../test/helper.ts';
import { exchanged } from '../../test/oauth/stage.ts';
import type { Chance } from './chance.ts';
import type { KeptToken, Ledger } from './ledger.ts';
import type { Exchanger } from './town.ts';

/** Gets an access token, and uses one that was given before. */
export async function exchangeAndUse(
  exchangers: readonly Exchanger[],
  chance: Chance,
  ledger: Ledger,
): Promise<void> {
  const at = chance.of(exchangers);
  const answer = await exchanged({ ...at, issuer: '' }).catch(() => undefined);
  if (answer?.status === 200) {
    ledger.keepToken({ scimUrl: at.scimUrl, token: String(answer.body.access_token) });
    ledger.count('access tokens given');
  } else if (!answer || answer.status > 500 || answer.status === 408)
    ledger.count('exchanges without a clear answer');
  else if (answer.status !== 429) ledger.problems.push(`an exchange is answered ${answer.status}`);
  if (ledger.tokens.length > 0) await checkToken(chance.of(ledger.tokens), ledger);
}

/** An access token that was given works. */
export async function checkToken({ scimUrl, token }: KeptToken, ledger: Ledger): Promise<void> {
  const used = await client(scimUrl, token)('GET', '/Users?count=1').catch(() => undefined);
  if (used && used.status !== 200 && used.status !== 408 && used.status <= 500)
    ledger.problems.push(`an access token that was given is answered ${used.status}`);
}
