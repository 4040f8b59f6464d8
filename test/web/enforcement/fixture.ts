import type { Account } from '../../../lib/accounts/types.ts';
import { groupAt } from '../../../lib/groups/tree.ts';
import type { Role } from '../../../lib/groups/types.ts';
import { operate, type Plain } from '../../cli/operator.ts';
import type { Rollcall } from '../../helper.ts';
import { joined } from '../../provisioning/people.ts';
import { person, signedIn } from '../people.ts';
import { answer, asked, bring, type Claims, linked, type Stage, signIn, stage } from '../saml/stage.ts';
import { type Seen, Visitor } from '../visitor.ts';

export type Rule = 'off' | 'everyone' | 'domains' | 'inherit';

/** A group that may have a rule, an owner of it and its recovery codes. */
export interface World {
  readonly scene: Stage;
  readonly owner: Account;
  readonly codes: string[];
}

let names = 0;

/** A NameID that belongs to no account. */
export function newNameId(): string {
  return `n-${++names}`;
}

/** A group for which everything is done that a rule needs. */
export async function ready(app: Rollcall): Promise<World> {
  const scene = await stage(app);
  const owner = await person(app);
  await joins(app, owner, scene.path, 'owner');
  const nameId = newNameId();
  await linked(scene, owner.id, nameId);
  await tested(scene, await signedIn(app, owner), { nameId });
  return { scene, owner, codes: await newCodes(scene) };
}

export async function joins(
  { services }: Rollcall,
  { id }: Account,
  path: string,
  role: Role,
): Promise<void> {
  await joined(services, await groupAt(services.store, path), id, role);
}

/** Sets the rule of a group. */
export function enforce(
  { services }: Rollcall,
  group: string,
  mode: Rule,
  ...domain: readonly string[]
): Promise<Plain> {
  return operate(services, 'saml enforce', { group, mode, domain });
}

/** A session made by the identity provider of a group. */
export async function bySaml(scene: Stage, { id }: Account, words: Claims['words'] = {}): Promise<Visitor> {
  const nameId = newNameId();
  await linked(scene, id, nameId);
  const visitor = new Visitor(scene.rollcall);
  await signIn(scene, visitor, { nameId, words });
  return visitor;
}

/** Makes the test sign-in of an owner. */
export async function tested(scene: Stage, owner: Visitor, claims: Claims): Promise<Seen> {
  const request = asked((await owner.visit(scene.at('test'))).location);
  return bring(scene, owner, request, await answer(scene, request, claims));
}

export async function newCodes({ rollcall, path }: Stage): Promise<string[]> {
  const { codes } = await operate(rollcall.services, 'saml recovery-codes', { group: path });
  return codes as string[];
}

export async function recover({ at }: Stage, visitor: Visitor, code: string): Promise<Seen> {
  await visitor.visit(at('recover'));
  return visitor.send(at('recover'), { code });
}

/** What the API says of a group. */
export async function api(visitor: Visitor, path: string) {
  const { status, text, headers } = await visitor.visit(`/api/v1/groups/${path}`);
  return { status, headers, body: JSON.parse(text) as Plain };
}
