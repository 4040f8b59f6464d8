/** Container engines mount secrets here, readable by every user of the container, of which there is one. */
const MOUNTED = '/run/secrets/';

/** Whether other users of the machine can read a secret's file. */
export function isOpenToAll(file: string, mode: number): boolean {
  return (mode & 0o004) !== 0 && !file.startsWith(MOUNTED);
}
