import type { z } from 'zod';
import { type Action, type Caller, may, type Party, partiesOf, type Target } from '../access/index.ts';
import type { Actor, Unit, View } from '../audit/index.ts';
import { RuleError } from '../kernel/index.ts';
import type { Reader } from '../store/index.ts';
import { checkedInput } from './input.ts';
import type { Services } from './services.ts';

/** What an operation may use in addition to the store. */
export interface House {
  readonly services: Services;
  readonly publicUrl: string;
  /** The base of the SAML URLs. */
  readonly samlUrl: string;
}

/** The caller's spelling of an argument: `--overlap` for `overlap` in a command. */
type NameOf = (argument: string) => string;

interface Asked extends House {
  readonly nameOf: NameOf;
}

/** The house and the target, after the rights of the caller (`parties`) were checked. */
export type Place<T extends Target> = Asked &
  T &
  Pick<Caller, 'sessions' | 'requestId'> & { readonly parties: readonly Party[] };

interface Words<S extends z.ZodObject, T extends Target> {
  readonly name: Action;
  readonly summary: string;
  readonly input: S;
  /** The target of the input. Throws `RuleError`. */
  target(reader: Reader, input: z.output<S>, actor: Actor): Promise<T>;
}

interface Change<S extends z.ZodObject, T extends Target, R> extends Words<S, T> {
  /** Runs in one transaction, which may be repeated. */
  run(unit: Unit, actor: Actor, input: z.output<S>, at: Place<T>): Promise<R>;
}

interface Query<S extends z.ZodObject, T extends Target, R> extends Words<S, T> {
  run(view: View, actor: Actor, input: z.output<S>, at: Place<T>): Promise<R>;
}

/** Runs a unit of work after finding the target and checking the rights again. */
export type Transact<T extends Target> = <R>(work: (unit: Unit, at: Place<T>) => Promise<R>) => Promise<R>;

interface Procedure<S extends z.ZodObject, T extends Target, R> extends Words<S, T> {
  run(transact: Transact<T>, actor: Actor, input: z.output<S>, at: Place<T>): Promise<R>;
}

/** An action of a person. The command line, the API and the pages call it and add only words. */
export interface Operation<S extends z.ZodObject = z.ZodObject, R extends object = object> {
  readonly name: Action;
  readonly summary: string;
  readonly input: S;
  /**
   * Checks the input and the rights, and returns plain JSON. Throws `InvalidArguments`, `RuleError` or `StoreError`.
   */
  perform(house: House, caller: Caller, given: unknown, nameOf?: NameOf): Promise<R>;
}

/** An operation that changes something in one transaction. */
export function change<S extends z.ZodObject, T extends Target, R extends object>(
  spec: Change<S, T, R>,
): Operation<S, R> {
  return operation(spec, (house, caller, input) =>
    house.services.store.transaction(async (unit) =>
      spec.run(unit, caller.actor, input, await allowed(unit, house, caller, spec, input)),
    ),
  );
}

/** An operation that only reads. */
export function query<S extends z.ZodObject, T extends Target, R extends object>(
  spec: Query<S, T, R>,
): Operation<S, R> {
  return operation(spec, async (house, caller, input) => {
    const { store } = house.services;
    return spec.run(store, caller.actor, input, await allowed(store, house, caller, spec, input));
  });
}

/** An operation of more than one transaction: it calls another server, hashes a password, or does long work. */
export function procedure<S extends z.ZodObject, T extends Target, R extends object>(
  spec: Procedure<S, T, R>,
): Operation<S, R> {
  return operation(spec, async (house, caller, input) => {
    const { store } = house.services;
    const transact: Transact<T> = (work) =>
      store.transaction(async (unit) => work(unit, await allowed(unit, house, caller, spec, input)));
    return spec.run(transact, caller.actor, input, await allowed(store, house, caller, spec, input));
  });
}

function operation<S extends z.ZodObject, R extends object>(
  { name, summary, input }: Pick<Operation<S, R>, 'name' | 'summary' | 'input'>,
  perform: (house: Asked, caller: Caller, input: z.output<S>) => Promise<R>,
): Operation<S, R> {
  return {
    name,
    summary,
    input,
    perform: async (house, caller, given, nameOf = (argument) => argument) =>
      perform({ ...house, nameOf }, caller, checkedInput(input, given, nameOf)),
  };
}

async function allowed<S extends z.ZodObject, T extends Target>(
  view: View,
  house: Asked,
  caller: Caller,
  { name, target }: Words<S, T>,
  input: z.output<S>,
): Promise<Place<T>> {
  const { actor, ...more } = caller;
  const found = await target(view, input, actor).catch((error: unknown) => {
    const mayKnow = actor.kind === 'operator' || !(error instanceof RuleError) || error.code === 'forbidden';
    throw mayKnow ? error : unseen();
  });
  const parties = await partiesOf(view, caller, found, name);
  if (parties === 'saml_required')
    throw new RuleError(
      'saml_session_required',
      'This group wants you to sign in with your organisation first.',
    );
  if (parties.length === 0 && found.group) throw unseen();
  if (!may(parties, name)) throw forbidden(name);
  return { ...house, ...more, ...found, parties };
}

function forbidden(name: Action): RuleError {
  if (may(['owner'], name))
    return new RuleError('forbidden', 'Your role in this group does not allow this. Ask an owner.');
  if (may(['self'], name)) return new RuleError('forbidden', 'Only a person who is signed in may do this.');
  return new RuleError('forbidden', 'Only the operator of this service may do this.');
}

/** The same answer for a group that does not exist and for one that the caller may not see. */
function unseen(): RuleError {
  return new RuleError('not_found', 'You have no such group. Check its path.');
}
