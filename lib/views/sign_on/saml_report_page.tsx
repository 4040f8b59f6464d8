/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Grid } from '../components/card.tsx';
import { ButtonLink } from '../components/controls.tsx';
import { Facts } from '../components/facts.tsx';
import { Notice } from '../components/notice.tsx';
import { Tag } from '../components/tag.tsx';
import type { Page, Side } from '../layout/document.tsx';

interface ShownCheck {
  readonly name: string;
  readonly title: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly problem?: { readonly code: string; readonly found: string; readonly remedy: string };
}

interface Shown {
  readonly side: Side;
  readonly group: string;
  readonly path: string;
  readonly checks: readonly ShownCheck[];
  readonly isAccepted: boolean;
  readonly received?: {
    readonly nameId: string;
    readonly nameIdFormat?: string;
    readonly attributes: readonly {
      readonly name: string;
      readonly friendlyName?: string;
      readonly values: readonly string[];
    }[];
    readonly account: string;
    /** Whether the rules would let this person in. */
    readonly maySignIn: boolean;
    readonly notes: readonly string[];
  };
}

/** What a test sign-in found out. It has changed nothing. */
export function samlReportPage(shown: Shown): Page {
  const { side, group, path, checks, isAccepted, received } = shown;
  return {
    title: `Test sign-in of ${group}`,
    side,
    crumbs: [{ to: side.current, text: 'Single sign-on' }],
    actions: <ButtonLink to={`/groups/${encodeURIComponent(path)}/-/saml/test`}>Test again</ButtonLink>,
    body: (
      <>
        <Verdict isAccepted={isAccepted} maySignIn={received?.maySignIn ?? false} />
        <Grid>
          {received ? <Person received={received} isAccepted={isAccepted} /> : <Nobody checks={checks} />}
          <Checks checks={checks} />
        </Grid>
      </>
    ),
  };
}

function Verdict({ isAccepted, maySignIn }: { isAccepted: boolean; maySignIn: boolean }) {
  if (!isAccepted) return <Notice kind="problem">The response would be refused. Nothing was changed.</Notice>;
  return maySignIn ? (
    <Notice kind="done">The sign-in would succeed. Nothing was changed.</Notice>
  ) : (
    <Notice kind="problem">
      The response is valid, but the sign-in of this person would be refused. Nothing was changed.
    </Notice>
  );
}

function Person({
  received,
  isAccepted,
}: { received: NonNullable<Shown['received']> } & Pick<Shown, 'isAccepted'>) {
  const { nameId, nameIdFormat, attributes, account, notes } = received;
  return (
    <Card id="person" title={isAccepted ? 'The person' : 'The person that the response names'}>
      {!isAccepted && <p>The signature is valid. If all other checks passed, this would follow:</p>}
      <p>{account}</p>
      {notes.map((note) => (
        <p key={note}>
          <Tag tone="warn">Note</Tag> {note}
        </p>
      ))}
      <Facts
        facts={[
          { name: 'NameID', value: nameId },
          ...(nameIdFormat === undefined ? [] : [{ name: 'Format', value: nameIdFormat }]),
          ...attributes.map(({ name, friendlyName, values }) => ({
            name: friendlyName ? `${name} (${friendlyName})` : name,
            value: values.join(', '),
          })),
        ]}
      />
    </Card>
  );
}

function Nobody({ checks }: Pick<Shown, 'checks'>) {
  const isVerified = checks.some(({ name, outcome }) => name === 'signature' && outcome === 'passed');
  return (
    <Card id="person" title="The person">
      <p>
        {isVerified
          ? 'The signature is valid, but the response does not name a person.'
          : 'No signature could be verified. Nothing else in the response can be trusted, so none of it is shown.'}
      </p>
    </Card>
  );
}

function Checks({ checks }: { checks: readonly ShownCheck[] }) {
  return (
    <Card id="checks" title="Checks">
      <ul class="rows">
        {checks.map(({ name, title, outcome, problem }) => (
          <li key={name}>
            <span>{title}</span>
            <Outcome outcome={outcome} />
            {problem && (
              <Facts
                facts={[
                  { name: 'Found', value: problem.found },
                  { name: 'What to do', value: problem.remedy },
                  { name: 'Code', value: problem.code, copy: problem.code },
                ]}
              />
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Outcome({ outcome }: Pick<ShownCheck, 'outcome'>) {
  if (outcome === 'passed') return <Tag tone="ok">Passed</Tag>;
  return outcome === 'failed' ? <Tag tone="bad">Failed</Tag> : <Tag tone="off">Not reached</Tag>;
}
