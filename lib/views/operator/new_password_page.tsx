/** @jsxRuntime automatic @jsxImportSource preact */
import { Facts } from '../components/facts.tsx';
import { Banner } from '../components/notice.tsx';
import { StoredIt } from '../components/secret.tsx';
import type { Page } from '../layout/document.tsx';
import { operatorSide } from './operator_side.ts';

interface Shown {
  readonly username: string;
  readonly password: string;
  readonly back: string;
}

/** The only page that shows a new password. */
export function newPasswordPage({ username, password, back }: Shown): Page {
  return {
    title: `The new password of ${username}`,
    side: operatorSide('/operator/accounts'),
    body: (
      <div class="card slim">
        <Banner tone="warn" title="This password is shown only once.">
          Send it to the person over a safe channel. All sessions of the account have ended.
        </Banner>
        <Facts facts={[{ name: 'Password', value: password, copy: password }]} />
        <StoredIt to={back} />
      </div>
    ),
  };
}
