import { type Action, may } from '../../../access/index.ts';
import type { Crumb, Side } from '../../../views/index.ts';
import type { GroupPlace } from '../../types.ts';

interface Entry {
  readonly page: string;
  readonly title: string;
  readonly under?: string;
  /** Hidden from persons who may not perform this action. */
  readonly needs: Action;
}

/** The pages that every group has, in menu order. */
const ownEntries: readonly Entry[] = [
  { page: 'members', title: 'Members', needs: 'member.list' },
  { page: 'groups', title: 'Groups and projects', needs: 'group.tree' },
];

/** The pages that only a top-level group has. */
const entries: readonly Entry[] = [
  { page: 'provisioning', title: 'Provisioning', under: 'Directory', needs: 'integration.list' },
  { page: 'people', title: 'People', needs: 'identity.list' },
  { page: 'directory-groups', title: 'Directory groups', needs: 'directory_group.list' },
  { page: 'log', title: 'Log', needs: 'log.list' },
  { page: 'webhooks', title: 'Webhooks', needs: 'webhook.list' },
  { page: 'service-accounts', title: 'Service accounts', needs: 'service_account.list' },
  { page: 'single-sign-on', title: 'Single sign-on', under: 'Sign-on', needs: 'saml.show' },
  { page: 'domains', title: 'Domains', needs: 'domain.list' },
  { page: 'audit', title: 'Audit log', under: 'Records', needs: 'audit.list' },
];

/** The URL of a group, or of one of its pages. */
export function groupUrl(path: string, page?: string): string {
  const at = `/groups/${path.split('/').map(encodeURIComponent).join('/')}`;
  return page === undefined ? at : `${at}/-/${page}`;
}

/** The URL of the progress of long work. */
export function workUrl(path: string, work: string): string {
  return groupUrl(path, `progress/${encodeURIComponent(work)}`);
}

/**
 * The menu of a group and of its top-level group, limited to what the person may do. Without a page it is the
 * overview's.
 */
export function sideOf({ group, path, parties, needs }: Omit<GroupPlace, 'role'>, page?: string): Side {
  const top = path.split('/')[0] ?? '';
  const sections = (at: string, of: readonly Entry[]) =>
    of
      .filter(({ needs }) => may(parties, needs))
      .map(({ page: name, title, under }) => ({
        to: groupUrl(at, name),
        title,
        ...(under === undefined ? {} : { under }),
        ...(name === 'people' ? { needs } : {}),
      }));
  return {
    label: group.name,
    group: group.name,
    current: groupUrl(path, page),
    sections: [
      { to: groupUrl(path), title: 'Overview', ...(path === top ? {} : { under: group.name }) },
      ...sections(path, ownEntries).filter(
        ({ to }) => group.kind === 'group' || to !== groupUrl(path, 'groups'),
      ),
      ...sections(top, entries),
    ],
  };
}

/** The ancestors of a subgroup. */
export function crumbsTo(path: string): Crumb[] {
  const parts = path.split('/');
  return parts.slice(0, -1).map((text, at) => ({ to: groupUrl(parts.slice(0, at + 1).join('/')), text }));
}
