import type { DefaultContext, DefaultState, Middleware as KoaMiddleware, ParameterizedContext } from 'koa';
import type { Logger } from 'pino';
import type { Caller as OperationCaller, Party } from '../access/index.ts';
import type { Account, OpenSession, PersonalToken, Session } from '../accounts/index.ts';
import type { Group, Role } from '../groups/index.ts';
import type { Carried } from '../logout/index.ts';
import type { Caller, Computed, LoggedBody, Shown } from '../provisioning/index.ts';
import type { ListQuery } from '../scim/index.ts';
import type { SamlSide } from '../sign_on/index.ts';
import type { Ahead, Matches } from '../store/index.ts';
import type { OAuthClient } from './oauth/oauth_client.ts';
import type { Pools, Room } from './pool.ts';

/** The group of an open page, and the person's parties. */
export interface GroupPlace {
  readonly group: Group;
  readonly path: string;
  readonly role: Role;
  readonly parties: readonly Party[];
  /** The number of people in its integrations who need an owner. */
  readonly needs: number;
}

/** A person who calls the API, with a session cookie or a personal access token. */
export interface Person {
  readonly account: Account;
  /** The sessions that count for SAML enforcement. */
  readonly sessions: readonly Session[];
  readonly by: { readonly session: Session } | { readonly token: PersonalToken };
}

/** The state that middleware shares. */
export interface State extends DefaultState {
  requestId: string;
  /** The pattern of the path of a SCIM request. */
  route?: string;
  log: Logger;
  /** The digests of a SCIM request's token; empty without a token. */
  digests?: readonly string[];
  /** Set once a SCIM request is authenticated. */
  caller?: Caller;
  /** The memory limits of SCIM requests, and what this one uses for its answer and its body. */
  pools?: Pools;
  room?: Room;
  bodyRoom?: Room;
  /** Functions to run when the answer is sent or its client has disconnected. */
  atEnd?: (() => void)[];
  /** The prefetched result, for the integration that the token probably has. */
  ahead?: { readonly integrationId: string; readonly found: Promise<unknown> };
  /** The computed values of the resource that the request names, in one scope of the store. */
  computed?: { readonly scope: string; readonly id: string; readonly found: Promise<readonly Computed[]> };
  /** What was read for a change, for the same integration. */
  foreseen?: { readonly integrationId: string; readonly ahead: Ahead };
  /** The resource that a SCIM request has read or changed, or the page that it has found. */
  resource?: Shown;
  found?: { readonly query: ListQuery; readonly matches: Matches<Shown> };
  /** Set for a page of a signed-in person. */
  signedIn?: (OpenSession & { readonly secret: string }) | undefined;
  /** Set when a person calls the API. */
  person?: Person;
  /** Set when a token calls the management API. */
  apiCaller?: OperationCaller;
  /** The secret of the guest cookie that this answer sets. */
  guest?: string;
  /** Who asks the token endpoint for an access token, and how it proves that. */
  oauthClient?: OAuthClient;
  /** The integration that the token endpoint answered. */
  granted?: Pick<Caller, 'integration' | 'token'>;
  /** What the word of a logout issuer did. */
  loggedOut?: Carried;
  /** The fields of a posted form. */
  form?: ReadonlyMap<string, string>;
  /** The group of the open page. */
  place?: GroupPlace;
  /** The top-level group of a SAML page. */
  saml?: SamlSide;
  /** A remark on the answer for the provisioning log. */
  remark?: string;
  /** Milliseconds since the epoch, of the arrival of a SCIM request. */
  startedAt?: number;
  /** What the provisioning log shows of the body of a request. */
  sent?: { readonly body: LoggedBody; readonly userName?: string };
  /** The beginning of an answer that is too long to be sent at once. */
  answerStart?: string;
  /** The error, for the logs. */
  error?: unknown;
}

interface RouteContext extends DefaultContext {
  /** The parameters that the router read from the path. */
  params: Readonly<Partial<Record<string, string>>>;
}

export type Context = ParameterizedContext<State, RouteContext, unknown>;
export type Middleware = KoaMiddleware<State, RouteContext, unknown>;
export type Next = () => Promise<unknown>;

/** The steps at the start of page routes: for a page, for a form, and both for signed-in persons. */
export interface Doors {
  readonly page: readonly Middleware[];
  readonly form: readonly Middleware[];
  readonly ownPage: readonly Middleware[];
  readonly ownForm: readonly Middleware[];
  /** Like `ownForm`, for a form with files. */
  readonly ownUpload: readonly Middleware[];
}
