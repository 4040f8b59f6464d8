import { RuleError } from '../../kernel/index.ts';

/** The group requires a recent SAML sign-in; it starts at `signOnUrl`. */
export class SamlSessionRequired extends RuleError {
  readonly signOnUrl: string;

  constructor(signOnUrl: string) {
    super('saml_session_required', 'This group wants you to sign in with your organisation first.');
    this.signOnUrl = signOnUrl;
  }
}
