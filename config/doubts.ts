import { isThisMachine } from './this_machine.ts';
import type { Values } from './variables.ts';

interface Surroundings {
  readonly publicUrl: string;
  /** PUBLIC_URL as it was given. */
  readonly written: string;
  readonly isProduction: boolean;
}

/** Settings that are allowed but probably wrong, in sentences. */
export function doubts(values: Values, { publicUrl, written, isProduction }: Surroundings): string[] {
  const found: string[] = [];
  if (publicUrl !== written) {
    found.push(
      `PUBLIC_URL is ${written}, which means ${publicUrl}. Links have the second form, the entity ids and addresses of ` +
        'SAML the first one: change it only together with the identity providers.',
    );
  }
  const local = isThisMachine(new URL(publicUrl).hostname);
  if (local && !isThisMachine(values.HOST)) {
    found.push(
      `HOST lets other machines in, but PUBLIC_URL is ${publicUrl}, which only this machine can follow.`,
    );
  }
  if (!local && values.TRUSTED_PROXIES === 0) {
    found.push(
      'TRUSTED_PROXIES is 0 behind an https PUBLIC_URL: every request seems to come from the proxy, which limits ' +
        "all clients together and defeats a token's address ranges.",
    );
  }
  if (values.SMTP_URL === undefined && (!local || isProduction)) {
    found.push(
      'SMTP_URL is not set: mails reach nobody, they pile up in mails.log in DATA_DIR. People need them to set a first ' +
        'password, to confirm an address, and to hear of changes.',
    );
  }
  return found;
}
