import type { z } from 'zod';
import {
  type Action,
  type Caller,
  may,
  mayWithToken,
  type Party,
  partiesOf,
  type Reach,
  scopeOf,
  type Target,
} from '../access/index.ts';
import { type ApiScope, includesScope } from '../accounts/index.ts';
import type { Actor, Unit, View } from '../audit/index.ts';
import { groups } from '../groups/index.ts';
import { RuleError } from '../kernel/index.ts';
import type { Reader } from '../store/index.ts';
import { checkedInput } from './arguments.ts';
import type { Services } from './services.ts';

/** What an operation may use in addition to the store. */
export interface House {
  readonly services: Services;
  readonly publicUrl: string;
  /** The base of the SAML URLs. */
  readonly samlUrl: string;
  /** How many milliseconds the caller waits for long work; by default until it ends. */
  readonly patience?: number;
  /** What a caller does beside the change itself. */
  readonly around?: Around;
}

/** What a caller does in the transaction of a change, or around an operation of several transactions. */
export interface Around {
  /** Runs once the rights are checked. Throws to refuse the change. */
  before?(view: View): Promise<void>;
  /**
   * Of an operation of several transactions: holds before it begins, and in the first one, which decides. Throws to
   * refuse the change.
   */
  condition?(view: View): Promise<void>;
  /** Not called for an operation of several transactions. */
  after?(unit: Unit, result: object): void;
}

/** The caller's spelling of an argument: `--overlap` for `overlap` in a command. */
type NameOf = (argument: string) => string;

interface Asked extends House {
  readonly nameOf: NameOf;
}

/** The house and the target, after the rights of the caller (`parties`) were checked. */
type Place<T extends Target> = Asked &
  T &
  Pick<Caller, 'sessions' | 'requestId'> & { readonly parties: readonly Party[] };

/** An operation. `V` is what it works with: a unit of work, the store to read, or a function that runs transactions. */
interface Spec<V, S extends z.ZodObject, T extends Target, R> {
  readonly name: Action;
  readonly summary: string;
  readonly input: S;
  /** The scope that a token needs for some inputs, if it is more than that of the action. */
  scope?(input: z.output<S>): ApiScope;
  /** The target of the input. Throws `RuleError`. */
  target(reader: Reader, input: z.output<S>, actor: Actor): Promise<T>;
  run(by: V, actor: Actor, input: z.output<S>, at: Place<T>): Promise<R>;
}

/** Runs a unit of work after finding the target and checking the rights again. */
type Transact<T extends Target> = <R>(work: (unit: Unit, at: Place<T>) => Promise<R>) => Promise<R>;

/** An action of a person. The command line, the API and the pages call it and add only words. */
export interface Operation<S extends z.ZodObject = z.ZodObject, R extends object = object> {
  readonly name: Action;
  readonly summary: string;
  readonly input: S;
  readonly kind: 'change' | 'query' | 'procedure';
  /**
   * Checks the input and the rights, and returns plain JSON. Throws `InvalidArguments`, `RuleError` or `StoreError`.
   */
  perform(house: House, caller: Caller, given: unknown, nameOf?: NameOf): Promise<R>;
  /** A query as seen by a view, such as a unit of work. Throws like `perform`. */
  readIn?(view: View, house: House, caller: Caller, given: unknown): Promise<R>;
}

/** An operation that changes something in one transaction, which may be repeated. */
export function change<S extends z.ZodObject, T extends Target, R extends object>(
  spec: Spec<Unit, S, T, R>,
): Operation<S, R> {
  return operation('change', spec, ({ services: { store }, around }, admit, run) =>
    store.transaction(async (unit) => {
      const at = await admit(unit);
      await around?.before?.(unit);
      await around?.condition?.(unit);
      const result = await run(unit, around?.condition ? guarded(unit, at) : at);
      around?.after?.(unit, result);
      return result;
    }),
  );
}

/** An operation that only reads. */
export function query<S extends z.ZodObject, T extends Target, R extends object>(
  spec: Spec<View, S, T, R>,
): Operation<S, R> {
  const made = operation('query', spec, async ({ services: { store } }, admit, run) =>
    run(store, await admit(store)),
  );
  return {
    ...made,
    readIn: async (view, house, caller, given) => {
      const wanted = checkedInput(spec.input, given);
      return spec.run(view, caller.actor, wanted, await allowed(view, asked(house), caller, spec, wanted));
    },
  };
}

/** An operation of more than one transaction: it calls another server, hashes a password, or does long work. */
export function procedure<S extends z.ZodObject, T extends Target, R extends object>(
  spec: Spec<Transact<T>, S, T, R>,
): Operation<S, R> {
  return operation('procedure', spec, async ({ services: { store }, around }, admit, run) => {
    const at = await admit(store);
    await around?.before?.(store);
    await around?.condition?.(store);
    let isBegun = false;
    return run(async (work) => {
      const done = await store.transaction(async (unit) => {
        const place = await admit(unit);
        const condition = isBegun ? undefined : around?.condition;
        await condition?.(unit);
        return work(unit, condition ? guarded(unit, place) : place);
      });
      isBegun = true;
      return done;
    }, at);
  });
}

/**
 * Of two changes of a group that have a condition each, the second one sees the first: both write the group as it was
 * before they looked.
 */
function guarded<P extends Target>(unit: Unit, at: P): P {
  return at.group ? { ...at, group: unit.update(groups, at.group) } : at;
}

/** `carryOut` chooses when to check the rights (`admit`), and with what to run. */
function operation<V, S extends z.ZodObject, T extends Target, R extends object>(
  kind: Operation['kind'],
  spec: Spec<V, S, T, R>,
  carryOut: (
    house: House,
    admit: (view: View) => Promise<Place<T>>,
    run: (by: V, at: Place<T>) => Promise<R>,
  ) => Promise<R>,
): Operation<S, R> {
  const { name, summary, input } = spec;
  return {
    name,
    summary,
    input,
    kind,
    perform: async (house, caller, given, nameOf) => {
      const wanted = checkedInput(input, given, nameOf);
      return carryOut(
        house,
        (view) => allowed(view, asked(house, nameOf), caller, spec, wanted),
        (by, at) => spec.run(by, caller.actor, wanted, at),
      );
    },
  };
}

function asked({ services, publicUrl, samlUrl, patience }: House, nameOf?: NameOf): Asked {
  const called = nameOf ?? ((argument: string) => argument);
  return {
    ...{ services, publicUrl, samlUrl, nameOf: called },
    ...(patience === undefined ? {} : { patience }),
  };
}

async function allowed<S extends z.ZodObject, T extends Target>(
  view: View,
  house: Asked,
  caller: Caller,
  { name, target, scope }: Pick<Spec<never, S, T, unknown>, 'name' | 'target' | 'scope'>,
  input: z.output<S>,
): Promise<Place<T>> {
  const { actor, ...more } = caller;
  const reach = 'group' in input ? 'group' : 'service';
  refuseWithoutScope(caller, name, { reach, wanted: scope?.(input) });
  const found = await target(view, input, actor).catch((error: unknown) => {
    const mayKnow = actor.kind === 'operator' || !(error instanceof RuleError) || error.code === 'forbidden';
    throw mayKnow ? error : unseen();
  });
  const parties = await partiesOf(view, caller, found, name);
  if (parties === 'saml_required')
    throw new RuleError(
      'saml_session_required',
      'This group requires you to sign in with your organisation first.',
    );
  if (parties.length === 0 && (found.group ?? found.place)) throw unseen();
  if (!may(parties, name)) throw forbidden(name, reach);
  return { ...house, ...more, ...found, parties };
}

/** A token that has scopes learns which one is missing, before anything is read. */
function refuseWithoutScope(
  { scopes }: Caller,
  name: Action,
  { reach, wanted }: { readonly reach: Reach; readonly wanted: ApiScope | undefined },
): void {
  if (scopes === undefined) return;
  if (mayWithToken(scopes, name, reach) && (wanted === undefined || includesScope(scopes, wanted))) return;
  throw new RuleError(
    'insufficient_scope',
    `The token lacks the scope ${wanted ?? scopeOf(name, reach)}. Create a token that has it.`,
  );
}

function forbidden(name: Action, reach: Reach): RuleError {
  if (reach === 'group' && may(['owner'], name))
    return new RuleError('forbidden', 'Your role in this group does not allow this. Ask an owner.');
  if (may(['self'], name)) return new RuleError('forbidden', 'Only a person who is signed in may do this.');
  if (may(['setup_link'], name))
    return new RuleError('forbidden', 'Only the holder of a live set-up link may do this.');
  return new RuleError('forbidden', 'Only the operator of this service may do this.');
}

/** The same answer for a group that does not exist and for one that the caller may not see. */
function unseen(): RuleError {
  return new RuleError('not_found', 'You have no access to such a group. Check the path.');
}
