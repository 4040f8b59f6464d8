/** The address of the overview of a group. */
export function groupAt(path: string): string {
  return `/groups/${path.split('/').map(encodeURIComponent).join('/')}`;
}
