import { RuleError } from '../kernel/index.ts';
import { type Help, InvalidArguments, Remediable, TransferError } from '../operations/index.ts';
import { StoreError } from '../store/index.ts';

/** Why a command could not start or finish. */
type TroubleCode =
  | 'configuration'
  | 'no_installation'
  | 'store_in_use'
  | 'service_running'
  | 'service_unreachable'
  | 'unknown_command'
  | 'file_exists'
  | 'file_missing'
  | 'file_unusable';

export class Trouble extends Error {
  readonly code: TroubleCode;

  constructor(code: TroubleCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** An error as it is printed and sent. */
interface ErrorReport {
  readonly code: string;
  readonly message: string;
}

export function reportOf(error: unknown): ErrorReport {
  if (error instanceof Remediable)
    return { code: error.code, message: `${error.message} ${commandFor(error.help)}` };
  if (
    error instanceof RuleError ||
    error instanceof StoreError ||
    error instanceof InvalidArguments ||
    error instanceof Trouble ||
    error instanceof TransferError ||
    error instanceof ToldElsewhere
  )
    return { code: error.code, message: error.message };
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

function commandFor(help: Help): string {
  switch (help.code) {
    case 'change_link':
      return 'rollcall link change changes its role.';
    case 'choose_integration':
      return `Choose one with --integration: ${help.names.join(', ')}`;
    case 'create_integration':
      return `rollcall integration create ${help.group} --name SCIM creates one.`;
    case 'list_directory_groups':
      return `rollcall directory-group list ${help.group} lists them, and directory-group create creates one.`;
  }
}

/** The error of a command that the service ran. */
export class ToldElsewhere extends Error {
  readonly code: string;

  constructor({ code, message }: ErrorReport) {
    super(message);
    this.code = code;
  }
}
