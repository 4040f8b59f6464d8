import type { Command } from '../command.ts';
import { askService } from '../control_client.ts';
import { askOrOpen } from '../open.ts';
import { claimStore } from '../own_secrets.ts';
import { withProgress } from '../progress.ts';
import { work } from '../work.ts';
import { configurationOf } from './configuration.ts';
import { withFiles } from './file_arguments.ts';
import type { LocalCommand } from './local_command.ts';

/** Runs a command where the store is: in the service that holds it, or here. */
export function reaching(command: Command): LocalCommand {
  return {
    ...command,
    run: async (environment, given, show) => {
      const args = await withFiles(command, given);
      const config = configurationOf(environment, command.begins);
      const asked = 'group' in args ? { group: args.group, limit: 10 } : {};
      return askOrOpen(
        config,
        (directory) =>
          withProgress(
            () => askService(directory, command.name, args),
            () => askService(directory, work.name, asked),
            show,
          ),
        async (services) => {
          if (!command.anySecrets) await claimStore(services.store, config);
          return withProgress(
            () => command.run(services, config, args),
            () => work.run(services, config, asked),
            show,
          );
        },
      );
    },
  };
}
