import { limits } from '../../../config/limits.ts';
import { DAY } from '../../kernel/index.ts';
import { failed, ok, skipped, warning } from '../findings.ts';
import type { Check } from '../types.ts';

/** The embedded store was backed up lately. */
export const backup: Check = {
  name: 'backup',
  find({ config, data, directory: { backupAt }, now }) {
    if (config.mongodbUri !== undefined)
      return skipped(
        'MongoDB has tools of its own for backups. See docs/operators/backup.md, and restore one as a test.',
      );
    if (data === undefined) return skipped('There is nothing to back up yet.');
    if (backupAt === undefined)
      return failed('There is no backup. Make one every day: rollcall backup FILE.');
    const days = Math.floor((now - backupAt) / DAY);
    if (days >= limits.doctorBackupDays)
      return warning(
        `The last backup is ${days} days old. See why no newer one was made: rollcall backup FILE.`,
      );
    return ok(`The last backup is of ${new Date(backupAt).toISOString()}.`);
  },
};
