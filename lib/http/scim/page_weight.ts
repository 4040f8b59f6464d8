import { limits } from '../../../config/limits.ts';
import { type Filter, indexable, type ResourceType } from '../../scim/index.ts';
import type { Question } from './paging.ts';

/** Attributes whose values are nearly unique. */
const NAMING = { id: true, userName: true, externalId: true, displayName: true, 'emails.value': true };

/** The most that a page may use before its resources are found. */
export function weightAsked({ endpoint: { type }, query: { filter, sort, page } }: Question): number {
  if (sort) return limits.sortWeight;
  if (type.readOnly || (filter && holdsIds(filter, type))) return limits.pageWeight;
  return weightOf(filter && indexable(filter, NAMING)?.op === 'eq' ? 1 : page.count);
}

/** The memory of a page with this many resources. */
export function weightOf(resources: number): number {
  return Math.min(limits.pageWeight, limits.answerWeight + resources * limits.resourceChars);
}

/** Whether the filter needs id lists: it has terms on attributes that are not stored with the resource. */
function holdsIds(filter: Filter, type: ResourceType): boolean {
  switch (filter.op) {
    case 'and':
    case 'or':
      return filter.filters.some((each) => holdsIds(each, type));
    case 'not':
      return holdsIds(filter.filter, type);
    default:
      return [type.apart, type.computed].some((attribute) => attribute?.name === filter.target.keys[0]);
  }
}
