import { commands } from '../commands.ts';
import { configCommand } from './config.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import type { LocalCommand } from './local_command.ts';
import { migrateCommand } from './migrate.ts';
import { reaching } from './reaching.ts';

/** Every command, in the order of the help. */
export const localCommands: readonly LocalCommand[] = [
  ...commands.map(reaching),
  exportCommand,
  importCommand,
  migrateCommand,
  configCommand,
];
