import { entitlementSchema, roleSchema } from './catalog.ts';
import { groupSchema, membersAttribute } from './group.ts';
import { groupMembershipSchema } from './group_membership.ts';
import type { ResourceType, Schema } from './types.ts';
import { enterpriseUserSchema, groupsAttribute, userSchema } from './user.ts';

/** A resource type as a file declares it, with its schemas by URN. */
export interface ResourceTypeDeclaration {
  readonly name: string;
  readonly endpoint: string;
  readonly description: string;
  readonly schema: string;
  readonly schemaExtensions: readonly { readonly schema: string; readonly required: boolean }[];
}

/** A declaration that contradicts others. */
export class Misfit extends Error {
  readonly declared: Schema | ResourceTypeDeclaration;

  constructor(declared: Schema | ResourceTypeDeclaration, message: string) {
    super(message);
    this.declared = declared;
  }
}

/** The available resource types, and their schemas. */
export interface Registry {
  readonly types: readonly ResourceType[];
  readonly schemas: readonly Schema[];
  readonly userType: ResourceType;
  readonly groupType: ResourceType;
  readonly roleType: ResourceType;
  readonly entitlementType: ResourceType;
  byName(name: string): ResourceType | undefined;
}

const userType: ResourceType = {
  id: 'User',
  name: 'User',
  endpoint: '/Users',
  description: 'User Account',
  schema: userSchema,
  extensions: [{ schema: enterpriseUserSchema, required: false }],
  computed: groupsAttribute,
};

const groupType: ResourceType = {
  id: 'Group',
  name: 'Group',
  endpoint: '/Groups',
  description: 'Directory group',
  schema: groupSchema,
  extensions: [],
  apart: membersAttribute,
  neighbour: userType,
};

const roleType: ResourceType = {
  id: 'Role',
  name: 'Role',
  endpoint: '/Roles',
  description: 'Roles that provisioning may give in the top-level group',
  schema: roleSchema,
  extensions: [],
  readOnly: true,
};

const entitlementType: ResourceType = {
  id: 'Entitlement',
  name: 'Entitlement',
  endpoint: '/Entitlements',
  description: 'Roles that provisioning may give in subgroups and projects',
  schema: entitlementSchema,
  extensions: [],
  readOnly: true,
};

const groupMembershipType: ResourceType = {
  id: 'GroupMembership',
  name: 'GroupMembership',
  endpoint: '/GroupMemberships',
  description: 'Members of directory groups, one by one',
  schema: groupMembershipSchema,
  extensions: [],
  links: groupMembershipSchema.attributes,
  fixed: true,
};

/**
 * The built-in types and the operator's additions: schemas, resource types, and extensions of User and Group
 * (declarations with those names). Throws `Misfit` for a declaration that contradicts another one.
 */
export function createRegistry(
  added: {
    readonly schemas?: readonly Schema[];
    readonly resourceTypes?: readonly ResourceTypeDeclaration[];
  } = {},
): Registry {
  const known = new Map(
    [userSchema, enterpriseUserSchema, groupSchema, groupMembershipSchema, roleSchema, entitlementSchema].map(
      (schema) => [schema.id.toLowerCase(), schema],
    ),
  );
  for (const schema of added.schemas ?? []) {
    if (known.has(schema.id.toLowerCase()))
      throw new Misfit(schema, `the schema ${schema.id} exists already`);
    known.set(schema.id.toLowerCase(), schema);
  }
  const types = [userType, groupType, groupMembershipType, roleType, entitlementType];
  for (const declared of added.resourceTypes ?? []) {
    const builtIn = types.findIndex(({ name }, at) => at < 2 && name === declared.name);
    const type = types[builtIn];
    if (type) types[builtIn] = extended(type, declared, known);
    else types.push(newType(declared, known, types));
  }
  const used = types.flatMap((type) => [type.schema, ...type.extensions.map(({ schema }) => schema)]);
  return {
    types,
    userType: types[0] ?? userType,
    groupType: types[1] ?? groupType,
    roleType,
    entitlementType,
    schemas: [...new Set(used)],
    byName: (name) => types.find((type) => type.name === name),
  };
}

type Known = ReadonlyMap<string, Schema>;

function extended(type: ResourceType, declared: ResourceTypeDeclaration, known: Known): ResourceType {
  const more = extensionsOf(declared, known).filter(
    ({ schema }) => !type.extensions.some((extension) => extension.schema === schema),
  );
  return { ...type, extensions: [...type.extensions, ...more] };
}

function newType(
  declared: ResourceTypeDeclaration,
  known: Known,
  others: readonly ResourceType[],
): ResourceType {
  const { name, endpoint, description } = declared;
  const reserved = ['/schemas', '/resourcetypes', '/serviceproviderconfig', '/bulk', '/me'];
  const taken = others.some(
    (other) => other.name === name || other.endpoint.toLowerCase() === endpoint.toLowerCase(),
  );
  if (taken || reserved.includes(endpoint.toLowerCase()))
    throw new Misfit(declared, `the resource type ${name} at ${endpoint} exists already or is reserved`);
  return {
    id: name,
    name,
    endpoint,
    description,
    schema: schemaNamed(declared, declared.schema, known),
    extensions: extensionsOf(declared, known),
  };
}

function extensionsOf(declared: ResourceTypeDeclaration, known: Known): ResourceType['extensions'] {
  return declared.schemaExtensions.map(({ schema, required }) => ({
    schema: schemaNamed(declared, schema, known),
    required,
  }));
}

function schemaNamed(declared: ResourceTypeDeclaration, urn: string, known: Known): Schema {
  const schema = known.get(urn.toLowerCase());
  if (!schema) throw new Misfit(declared, `there is no schema ${urn}`);
  return schema;
}
