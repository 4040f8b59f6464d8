import type { DefaultContext, DefaultState, Middleware as KoaMiddleware, ParameterizedContext } from 'koa';
import type { Logger } from 'pino';
import type { Party } from '../access/index.ts';
import type { Account, OpenSession, PersonalToken, Session } from '../accounts/index.ts';
import type { Group, Role } from '../groups/index.ts';
import type { Caller } from '../provisioning/index.ts';
import type { SamlSide } from '../sign_on/index.ts';
import type { Pools, Room } from './pool.ts';

/** A group whose page is open, and what the person is to it. */
export interface GroupPlace {
  readonly group: Group;
  readonly path: string;
  readonly role: Role;
  readonly parties: readonly Party[];
  /** How many people of its integrations need an owner. */
  readonly needs: number;
}

/** Somebody who asks the API, by the cookie of a session or by a personal access token. */
export interface Person {
  readonly account: Account;
  /** Those that count where SAML is enforced. */
  readonly sessions: readonly Session[];
  readonly by: { readonly session: Session } | { readonly token: PersonalToken };
}

/** What the middleware hand on to each other. */
export interface State extends DefaultState {
  requestId: string;
  log: Logger;
  /** Of the token that a SCIM request brings; undefined where it brings none. */
  digest?: string | undefined;
  /** Set once a SCIM request is authenticated. */
  caller?: Caller;
  /** What bounds the memory of SCIM requests, and what this one holds for its answer and for its body. */
  pools?: Pools;
  room?: Room;
  bodyRoom?: Room;
  /** What has to be done once the answer is sent or its client has gone. */
  atEnd?: (() => void)[];
  /** What is being read for the integration that the token is believed to stand for. */
  ahead?: { readonly integrationId: string; readonly found: Promise<unknown> };
  /** Set where a page is asked for by somebody who is signed in. */
  signedIn?: (OpenSession & { readonly secret: string }) | undefined;
  /** Set where the API is asked by a person. */
  person?: Person;
  /** The secret of the guest's cookie that this answer sets. */
  guest?: string;
  /** The fields of a posted form. */
  form?: ReadonlyMap<string, string>;
  /** The group whose page is open. */
  place?: GroupPlace;
  /** The top-level group whose SAML is asked for. */
  saml?: SamlSide;
  /** What the owner's log has to say of an answer beside its outcome. */
  remark?: string;
  /** What went wrong, for the logs. */
  error?: unknown;
}

interface RouteContext extends DefaultContext {
  /** What the router read from the path. */
  params: Readonly<Partial<Record<string, string>>>;
}

export type Context = ParameterizedContext<State, RouteContext, unknown>;
export type Middleware = KoaMiddleware<State, RouteContext, unknown>;
export type Next = () => Promise<unknown>;
