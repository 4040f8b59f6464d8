import { createRegistry } from '../../lib/scim/schema/registry.ts';

export const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

export const { userType } = createRegistry();
