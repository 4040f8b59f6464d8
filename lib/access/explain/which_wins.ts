import type { Role } from '../../groups/index.ts';

interface Given {
  readonly role: Role;
  readonly effective: boolean;
  readonly directoryGroups?: readonly { readonly name: string }[];
}

const listed = new Intl.ListFormat('en');

/** Which of several origins decides a role. Where several links give one, it names those that count and the others. */
export function becauseOf(role: Role, origins: readonly Given[]): string {
  if (origins.every(({ effective }) => effective)) return `Every origin gives ${role}.`;
  const highest = `${role} is the highest of ${origins.map((origin) => origin.role).join(', ')}.`;
  const links = origins.filter(({ directoryGroups = [] }) => directoryGroups.length > 0);
  const outweighed = links.filter(({ effective }) => !effective);
  if (links.length < 2 || outweighed.length === 0) return highest;
  const counting = links.filter(({ effective }) => effective).map(nameOf);
  const lost = outweighed.map((link) => `${nameOf(link)} (${link.role})`);
  return [
    highest,
    ...(counting.length === 0 ? [] : [`It comes from the directory group ${listed.format(counting)}.`]),
    `What ${listed.format(lost)} ${lost.length === 1 ? 'gives' : 'give'} is outweighed.`,
  ].join(' ');
}

/** The directory group that is linked. */
function nameOf({ directoryGroups = [] }: Given): string {
  return directoryGroups[0]?.name ?? '';
}
