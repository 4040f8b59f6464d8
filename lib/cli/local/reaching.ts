import type { Command } from '../command.ts';
import { commandNamed } from '../commands.ts';
import { askService } from '../control_client.ts';
import { askOrOpen } from '../open.ts';
import { claimStore } from '../own_secrets.ts';
import { withProgress, workOfGroup } from '../progress.ts';
import { configurationOf } from './configuration.ts';
import { withFiles } from './file_arguments.ts';
import type { LocalCommand } from './local_command.ts';

/** Runs a command where the store is: in the service that holds it, or here. */
export function reaching(command: Command): LocalCommand {
  const { watch = workOfGroup } = command;
  return {
    ...command,
    run: async (environment, given, show) => {
      const args = await withFiles(command, given);
      const config = configurationOf(environment, command.begins);
      const shown = <T>(run: Ask<T>, ask: Ask<object | undefined>) =>
        withProgress(
          () => run(command.name, args),
          async () => {
            const told = await ask(watch.name, watch.args(args));
            return told && watch.progress(told);
          },
          show,
        );
      return askOrOpen(
        config,
        (directory) => {
          const ask: Ask<object | undefined> = (name, asked) => askService(directory, name, asked);
          return shown(ask, ask);
        },
        async (services) => {
          if (!command.anySecrets) await claimStore(services.store, config);
          return shown(
            (_name, asked) => command.run(services, config, asked),
            async (name, asked) => commandNamed(name)?.run(services, config, asked),
          );
        },
      );
    },
  };
}

type Ask<T> = (name: string, args: object) => Promise<T>;
