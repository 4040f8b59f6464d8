import { asked, codeOf } from '../../test/web/saml/stage.ts';
import { type Seen, Visitor } from '../../test/web/visitor.ts';
import type { Chance } from './chance.ts';
import type { KeptSession, Ledger } from './ledger.ts';
import type { Resident, Town } from './town.ts';

/** What a response is told when the store did not answer, or did not tell that it took the response. */
const BEGIN_AGAIN = new Set(['saml.unavailable', 'saml.request_unknown']);

/** People who sign in and out, with passwords and by SAML. */
export class Visitors {
  readonly #publicUrl: string;
  readonly #town: Town;
  readonly #chance: Chance;
  readonly #ledger: Ledger;

  constructor(publicUrl: string, town: Town, chance: Chance, ledger: Ledger) {
    this.#publicUrl = publicUrl;
    this.#town = town;
    this.#chance = chance;
    this.#ledger = ledger;
  }

  async turn(): Promise<void> {
    const { sessions } = this.#ledger;
    const drawn = this.#chance.next();
    const resident = this.#chance.of(this.#town.residents);
    // Both kinds come early, also where the machine is slow.
    const kind = sessions.length < 2 ? sessions.length * 0.3 : drawn;
    if (kind < 0.3) return this.#byPassword(resident);
    if (kind < 0.6) return this.#bySaml(resident);
    const kept = this.#chance.of(sessions);
    if (drawn < 0.7 && !kept.isEnded) return this.#signOut(kept);
    await checkSession(kept, this.#ledger);
  }

  async #byPassword({ username, password }: Resident): Promise<void> {
    const visitor = new Visitor({ url: this.#publicUrl });
    if ((await attempt(this.#ledger, () => visitor.visit('/sign-in')))?.status !== 200) return;
    const answer = await attempt(this.#ledger, () => visitor.send('/sign-in', { name: username, password }));
    if (!answer) return;
    if (answer.status === 429) return this.#ledger.count('sign-ins answered 429');
    if (answer.status !== 303) return this.#wrong(`the password of ${username} is answered ${answer.status}`);
    this.#ledger.keepSession(visitor);
    this.#ledger.count('sign-ins by password');
  }

  async #bySaml({ username, nameId }: Resident): Promise<void> {
    const visitor = new Visitor({ url: this.#publicUrl });
    const { provider } = this.#town;
    const at = (page: string) => `/groups/${provider.group}/-/saml/${page}`;
    const start = await attempt(this.#ledger, () => visitor.visit(`${at('sso')}?return_to=/profile`));
    if (start?.status !== 302) return;
    const request = asked(start.location);
    const form = { SAMLResponse: provider.answer(request.id, nameId), RelayState: request.relayState };
    const again = new Visitor({ url: this.#publicUrl });
    for (const [name, value] of visitor.cookies) again.take(name, value);
    const answer = await attempt(this.#ledger, () => visitor.bring(at('callback'), form));
    if (!answer) return;
    const code = answer.location === '/profile' ? undefined : codeOf(answer);
    if (BEGIN_AGAIN.has(code ?? '')) return this.#ledger.count('SAML responses to begin again with');
    if (answer.location !== '/profile')
      return this.#wrong(`SAML of ${username} is answered ${answer.status} ${answer.location}`);
    this.#ledger.keepSession(visitor);
    this.#ledger.count('sign-ins by SAML');
    const second = await attempt(this.#ledger, () => again.bring(at('callback'), form));
    if (second?.location === '/profile') this.#wrong(`one SAML response signs ${username} in twice`);
  }

  async #signOut(kept: KeptSession): Promise<void> {
    if ((await attempt(this.#ledger, () => kept.visitor.visit('/profile')))?.status !== 200) return;
    const copy = new Visitor({ url: this.#publicUrl });
    for (const [name, value] of kept.visitor.cookies) copy.take(name, value);
    const answer = await attempt(this.#ledger, () => kept.visitor.send('/sign-out'));
    if (answer?.status !== 303) {
      // Whether it has ended is unknown.
      this.#ledger.sessions.splice(this.#ledger.sessions.indexOf(kept), 1);
      return;
    }
    kept.isEnded = true;
    for (const [name, value] of copy.cookies) kept.visitor.take(name, value);
    this.#ledger.count('sign-outs');
  }

  #wrong(what: string): void {
    this.#ledger.problems.push(what);
  }
}

/** A session lives until its end is acknowledged, and never after. */
export async function checkSession({ visitor, isEnded }: KeptSession, ledger: Ledger): Promise<void> {
  const cookies = [...visitor.cookies];
  const seen = await attempt(ledger, () => visitor.visit('/profile'));
  for (const [name, value] of cookies) visitor.take(name, value);
  if (seen && (seen.status === 200) === isEnded)
    ledger.problems.push(isEnded ? 'a session lives after its end' : `a session is lost: ${seen.status}`);
}

/** Undefined without a clear answer. */
export async function attempt(ledger: Ledger, ask: () => Promise<Seen>): Promise<Seen | undefined> {
  try {
    const seen = await ask();
    if (seen.status === 500) ledger.problems.push('a page is answered 500');
    // 408: a process that was paused did not read the request.
    if (seen.status < 500 && seen.status !== 408) return seen;
  } catch {
    // The connection ended.
  }
  ledger.count('pages without a clear answer');
  return undefined;
}
