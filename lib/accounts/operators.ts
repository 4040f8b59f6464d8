import { ACCOUNTS_CHAIN, type Actor, type Unit } from '../audit/index.ts';
import { RuleError } from '../kernel/index.ts';
import { type Collection, type Doc, PLATFORM, type Reader } from '../store/index.ts';
import { type Account, accounts } from './types.ts';

/** An account that may use the operator's pages. The `id` is that of the account. */
interface Operator extends Doc {
  readonly since: number;
}

export const operators: Collection<Operator> = {
  name: 'operators',
  scope: 'platform',
  unique: {},
  indexes: {},
};

/**
 * Whether an account may operate the installation. A managed account may not, whatever was granted before: its group
 * can change its e-mail, and so its password.
 */
export async function isOperator(reader: Reader, accountId: string): Promise<boolean> {
  if (!(await reader.get(operators, PLATFORM, accountId))) return false;
  const account = await reader.get(accounts, PLATFORM, accountId);
  return account !== undefined && account.managedBy === undefined;
}

/** Lets an account operate the installation. Throws `RuleError` `unfit_operator` for an account that is managed or has no password. */
export async function makeOperator(unit: Unit, account: Account, actor: Actor): Promise<void> {
  if (account.managedBy !== undefined)
    throw new RuleError(
      'unfit_operator',
      `A group manages ${account.username}, so it can change the e-mail and the password. Choose another account.`,
    );
  // A person who signs in by SAML as such an account can add an own address, and set the password by mail.
  if (account.passwordHash === undefined)
    throw new RuleError(
      'unfit_operator',
      `${account.username} has no password, so an identity provider could set one. Set a password first: rollcall account password.`,
    );
  if (await unit.get(operators, PLATFORM, account.id)) return;
  unit.insert(operators, { id: account.id, since: unit.now() });
  note(unit, 'operator.added', account, actor);
}

/** Withdraws that right at once. Throws `RuleError` `not_found` when the account does not have it. */
export async function unmakeOperator(unit: Unit, account: Account, actor: Actor): Promise<void> {
  const held = await unit.get(operators, PLATFORM, account.id);
  if (!held) throw new RuleError('not_found', `${account.username} is not an operator.`);
  unit.remove(operators, held);
  note(unit, 'operator.removed', account, actor);
}

function note(
  unit: Unit,
  action: 'operator.added' | 'operator.removed',
  { id, username }: Account,
  actor: Actor,
): void {
  const target = { kind: 'account', id } as const;
  unit.record({ rootId: ACCOUNTS_CHAIN, actor, action, target, detail: { username } });
}
