import { exportSPKI, type JWTPayload, SignJWT } from 'jose';
import type { Account } from '../../lib/accounts/types.ts';
import type { SamlProvider } from '../../lib/groups/saml_provider.ts';
import { operate } from '../cli/operator.ts';
import { boot, type Rollcall, type Tenant } from '../helper.ts';
import { logOf } from '../http/fixture.ts';
import { type Issuer, startIssuer } from '../oauth/issuer.ts';
import { type Answer, CAEP, isKnown, linked, PUBLIC, providerFor, pushedPerson, revoke } from './stage.ts';

export const ISS = 'https://acme.okta.test';
export const GTR = { typ: 'global-token-revocation+jwt' };
export const SET = { typ: 'secevent+jwt' };
let ids = 0;
export const now = () => Math.floor(Date.now() / 1_000);
export const email = (address: string) => ({ format: 'email', email: address });

type Made = Pick<IssuerStage, 'app' | 'issuer' | 'tenant' | 'stranger' | 'provider' | 'ann' | 'annsScimId'>;

/** A group with a logout issuer and the person Ann, another group, and what the issuer can write. */
export class IssuerStage {
  readonly app: Rollcall;
  readonly issuer: Issuer;
  readonly tenant: Tenant;
  readonly stranger: Tenant;
  readonly provider: SamlProvider;
  readonly ann: Account;
  readonly annsScimId: string;

  private constructor(made: Made) {
    this.app = made.app;
    this.issuer = made.issuer;
    this.tenant = made.tenant;
    this.stranger = made.stranger;
    this.provider = made.provider;
    this.ann = made.ann;
    this.annsScimId = made.annsScimId;
  }

  static async start(): Promise<IssuerStage> {
    const env = { ALLOW_PRIVATE_FETCH: 'true', NODE_ENV: 'test', FAILURE_LIMIT: '10000/60s' };
    const app = await boot({ env });
    const issuer = await startIssuer('RS256');
    const [tenant, stranger] = [await app.bootstrap(), await app.bootstrap()];
    const provider = await providerFor(app, tenant);
    await providerFor(app, stranger);
    const { account: ann, scimId: annsScimId } = await pushedPerson(app, tenant, 'ann', {
      externalId: '00u1',
    });
    await linked(app, provider, ann, 'ann-at-the-idp');
    const stage = new IssuerStage({ app, issuer, tenant, stranger, provider, ann, annsScimId });
    await stage.enter();
    return stage;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.issuer.close();
  }

  /** Enters the issuer for the group. */
  enter(more: Record<string, unknown> = {}) {
    const { app, tenant, issuer } = this;
    return operate(app.services, 'logout set', {
      ...{ group: tenant.slug, issuer: ISS, jwksUrl: issuer.jwksUrl },
      ...more,
    });
  }

  addressOf({ slug }: Tenant, name: string): string {
    return `${PUBLIC}/api/oauth/groups/${slug}/${name}`;
  }

  anns() {
    return email(`ann@${this.tenant.slug}.test`);
  }

  revocationJwt(claims: JWTPayload = {}, header: object = GTR): Promise<string> {
    const said = {
      ...{ iss: ISS, sub: ISS, aud: this.addressOf(this.tenant, 'revocation') },
      ...{ jti: `id-${++ids}`, exp: now() + 300 },
    };
    return this.issuer.sign({ ...said, ...claims }, { ...header });
  }

  eventJwt(claims: JWTPayload = {}, header: object = SET): Promise<string> {
    const said = {
      ...{ iss: ISS, aud: this.addressOf(this.tenant, 'events'), jti: `id-${++ids}` },
      ...{ exp: undefined as unknown as number, nbf: undefined as unknown as number },
      ...{ sub_id: this.anns(), events: { [`${CAEP}session-revoked`]: {} } },
    };
    return this.issuer.sign({ ...said, ...claims }, { ...header });
  }

  async revoked(subject: unknown, claims: JWTPayload = {}): Promise<Answer> {
    return revoke(this.app, this.tenant.slug, await this.revocationJwt(claims), { sub_id: subject });
  }

  /** What the provisioning log says of the last message. */
  async lastOutcome(): Promise<string> {
    return (await logOf(this.app, this.tenant)).at(-1)?.outcome ?? '';
  }

  /** Whether a session or a token has ended. */
  async ended(secret: string): Promise<boolean> {
    return !(await isKnown(this.app, secret));
  }

  /** Signed with the public key as if it were a shared secret. */
  async hmac(header: object = GTR): Promise<string> {
    const secret = new TextEncoder().encode(await exportSPKI(this.issuer.key().publicKey));
    const claims = { iss: ISS, aud: this.addressOf(this.tenant, 'events'), jti: `id-${++ids}`, iat: now() };
    const signed = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'key-1', ...header });
    return signed.sign(secret);
  }

  async unsigned(): Promise<string> {
    const [, payload] = (await this.eventJwt()).split('.');
    const header = Buffer.from(JSON.stringify({ alg: 'none', ...SET })).toString('base64url');
    return `${header}.${payload}.AA`;
  }

  /** Signed by somebody else's key of the same name. */
  async forged(): Promise<string> {
    const evil = await startIssuer('RS256');
    const claims = { iss: ISS, aud: this.addressOf(this.tenant, 'events'), jti: `id-${++ids}` };
    const events = { [`${CAEP}session-revoked`]: {} };
    const jwt = await evil.sign({ ...claims, sub_id: this.anns(), events }, SET);
    await evil.close();
    return jwt;
  }
}
