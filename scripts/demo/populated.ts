import { request } from 'undici';
import {
  accountCreate,
  accountEmailAdd,
  domainClaim,
  integrationChange,
  linkAdd,
  operatorAdd,
  samlSet,
  subgroupCreate,
} from '../../lib/operations/index.ts';
import type { Operation } from '../../lib/operations/operation.ts';
import { freePort } from '../scratch.ts';
import { Directory } from './idp/directory.ts';
import { type DemoIdp, startIdp } from './idp/server.ts';
import type { Customer, Stage } from './stage.ts';

export interface Populated {
  readonly customer: Customer;
  readonly idp: DemoIdp;
  readonly directory: Directory;
}

const GROUP = 'acme';
/** People that the visitor of the demo can push. */
const LEFT = 2;

/** A group with people, roles, a conflict and refused requests, and an identity provider that pushes and signs in. */
export async function populate(stage: Stage): Promise<Populated> {
  const customer = await stage.customer(GROUP);
  const idp = await startIdp(await freePort());
  const directory = new Directory(customer, `${GROUP}.test`);
  const perform = <R extends object>(
    operation: Pick<Operation<Operation['input'], R>, 'perform'>,
    input: object,
  ) => {
    const house = { services: stage.services, publicUrl: stage.url, samlUrl: stage.url };
    return operation.perform(house, { actor: { kind: 'operator' }, sessions: [] }, input);
  };
  await perform(operatorAdd, { account: customer.username });
  await perform(integrationChange, { group: GROUP, name: 'Demo identity provider' });
  for (const slug of ['engineering', 'support']) await perform(subgroupCreate, { group: GROUP, slug });
  await perform(subgroupCreate, { group: `${GROUP}/engineering`, slug: 'web', project: true });
  await perform(domainClaim, { group: GROUP, domain: `${GROUP}.test` });
  await perform(accountCreate, { username: 'casey', name: 'Casey Conflict' });
  await perform(accountEmailAdd, {
    account: 'casey',
    email: `casey.conflict@${GROUP}.test`,
    unconfirmed: true,
  });
  const { urls } = await perform(samlSet, {
    group: GROUP,
    metadataUrl: idp.metadataUrl,
    identifyBy: 'userName',
  });
  idp.connect({ directory, entityId: urls.entityId, acs: urls.acs, signInUrl: urls.sso });

  for (const person of directory.people.slice(0, -LEFT)) await directory.push(person);
  await perform(linkAdd, {
    ...{ group: GROUP, directoryGroup: 'Engineering', target: `${GROUP}/engineering`, role: 'developer' },
  });
  await perform(linkAdd, {
    group: GROUP,
    directoryGroup: 'Support',
    target: `${GROUP}/support`,
    role: 'reporter',
  });
  const leaver = directory.people[7];
  if (leaver) await directory.setActive(leaver, false);
  const { body } = await request(`${customer.scimUrl}/Users`, { headers: { authorization: 'Bearer wrong' } });
  await body.dump();
  return { customer, idp, directory };
}
