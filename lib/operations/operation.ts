import type { z } from 'zod';
import { type Action, may } from '../access/policy.ts';
import { type Caller, standingIn } from '../access/standing.ts';
import type { Actor } from '../audit/types.ts';
import type { Group } from '../groups/types.ts';
import { RuleError } from '../kernel/errors.ts';
import type { Reader, Transaction } from '../store/port.ts';
import { checkedInput } from './input.ts';
import type { Services } from './services.ts';

/** What an operation may use besides the store. */
export interface House {
  readonly services: Services;
  readonly publicUrl: string;
  /** The start of every address of SAML. */
  readonly samlUrl: string;
}

interface Words<S extends z.ZodObject> {
  readonly name: Action;
  readonly summary: string;
  readonly input: S;
  /** The group that the input names. Throws `RuleError`. */
  target(reader: Reader, input: z.output<S>): Promise<Group>;
}

interface Change<S extends z.ZodObject, R extends object> extends Words<S> {
  /** Runs in one transaction, which may repeat it. */
  run(tx: Transaction, actor: Actor, input: z.output<S>, at: Place): Promise<R>;
}

interface Query<S extends z.ZodObject, R extends object> extends Words<S> {
  run(reader: Reader, actor: Actor, input: z.output<S>, at: Place): Promise<R>;
}

/** The target, resolved and allowed, and the house around it. */
export interface Place extends House {
  readonly group: Group;
}

/** Something that a person can do: the command line, the API and the pages call it and differ in words only. */
export interface Operation<S extends z.ZodObject = z.ZodObject, R extends object = object> {
  readonly name: Action;
  readonly summary: string;
  readonly input: S;
  /** Checks the input and the rights, and gives plain JSON. Throws `InvalidArguments`, `RuleError` or `StoreError`. */
  perform(house: House, caller: Caller, given: unknown, nameOf?: (argument: string) => string): Promise<R>;
}

/** An operation that changes something. */
export function change<S extends z.ZodObject, R extends object>(spec: Change<S, R>): Operation<S, R> {
  const { name, summary, input } = spec;
  return {
    name,
    summary,
    input,
    perform: async (house, caller, given, nameOf) => {
      const checked = checkedInput(input, given, nameOf);
      return house.services.store.transaction(async (tx) => {
        const group = await allowed(tx, house, caller, name, () => spec.target(tx, checked));
        return spec.run(tx, caller.actor, checked, { ...house, group });
      });
    },
  };
}

/** An operation that only reads. */
export function query<S extends z.ZodObject, R extends object>(spec: Query<S, R>): Operation<S, R> {
  const { name, summary, input } = spec;
  return {
    name,
    summary,
    input,
    perform: async (house, caller, given, nameOf) => {
      const checked = checkedInput(input, given, nameOf);
      const { store } = house.services;
      const group = await allowed(store, house, caller, name, () => spec.target(store, checked));
      return spec.run(store, caller.actor, checked, { ...house, group });
    },
  };
}

async function allowed(
  reader: Reader,
  { services: { runtime } }: House,
  caller: Caller,
  action: Action,
  target: () => Promise<Group>,
): Promise<Group> {
  const group = await target().catch((error: unknown) => {
    throw error instanceof RuleError && caller.actor.kind !== 'operator' ? unseen() : error;
  });
  const standing = await standingIn(reader, runtime, caller, group);
  if (standing === 'stranger') throw unseen();
  if (standing === 'saml_required')
    throw new RuleError(
      'saml_session_required',
      'This group wants you to sign in with your organisation first.',
    );
  if (!may(standing, action))
    throw new RuleError('forbidden', 'Your role in this group does not allow this. Ask an owner.');
  return group;
}

/** The same answer for a group that does not exist and for one that the caller may not see. */
function unseen(): RuleError {
  return new RuleError('not_found', 'You have no such group. Check its path.');
}
