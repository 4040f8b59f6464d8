import { type RuleCode, RuleError } from '../kernel/index.ts';

/** What solves a refusal: a page makes a button of it, the command line a command. */
export type Help =
  | { readonly code: 'change_link' }
  | { readonly code: 'choose_integration'; readonly names: readonly string[] }
  | { readonly code: 'create_integration'; readonly group: string }
  | { readonly code: 'list_directory_groups'; readonly group: string };

/** A refusal with a remedy, which the message omits. */
export class Remediable extends RuleError {
  readonly help: Help;

  constructor(code: RuleCode, message: string, help: Help) {
    super(code, message);
    this.help = help;
  }
}
