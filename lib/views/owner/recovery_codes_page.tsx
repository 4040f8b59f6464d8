/** @jsxRuntime automatic @jsxImportSource preact */
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Copy } from '../components/facts.tsx';
import { OwnPassword } from '../components/own_password.tsx';
import { StoredIt } from '../components/secret.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  readonly at: string;
}

interface Asked extends Shown {
  readonly hasPassword: boolean;
  readonly wrongPassword?: string;
}

export function newRecoveryCodesPage({ side, crumbs, at, hasPassword, wrongPassword }: Asked): Page {
  return {
    title: 'Generate recovery codes?',
    side,
    crumbs,
    body: (
      <div class="card slim">
        <p>Each code works once. Earlier codes stop working.</p>
        <Form action={`${at}/recovery-codes`}>
          <OwnPassword hasPassword={hasPassword} wrongPassword={wrongPassword} />
          <div class="buttons">
            <Button>Generate the codes</Button>
            <ButtonLink to={at}>Cancel</ButtonLink>
          </div>
        </Form>
      </div>
    ),
  };
}

/** The one page that shows the codes. */
export function recoveryCodesPage({ side, crumbs, at, codes }: Shown & { codes: readonly string[] }): Page {
  return {
    title: 'Store the recovery codes',
    side,
    crumbs,
    body: (
      <div class="card slim">
        <p>Keep them where the owners can find them without this service. They are not shown again.</p>
        <div class="secret">
          <code>
            {codes.map((code) => (
              <span key={code}>{code}</span>
            ))}
          </code>
          <Copy text={codes.join('\n')} what="the codes" />
        </div>
        <StoredIt to={at} text="I have stored them" />
      </div>
    ),
  };
}
