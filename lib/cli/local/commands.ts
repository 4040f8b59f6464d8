import { commands } from '../commands.ts';
import { backupCommand } from './backup.ts';
import { completionCommand } from './completion.ts';
import { configCommand } from './config.ts';
import { doctorCommand } from './doctor.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import type { LocalCommand } from './local_command.ts';
import { migrateCommand } from './migrate.ts';
import { reaching } from './reaching.ts';
import { restoreCommand } from './restore.ts';

/** Every command, in the order of the help. */
export const localCommands: readonly LocalCommand[] = [
  ...commands.map(reaching),
  doctorCommand,
  exportCommand,
  importCommand,
  backupCommand,
  restoreCommand,
  migrateCommand,
  configCommand,
  completionCommand(() => localCommands),
];
