/** @jsxRuntime automatic @jsxImportSource preact */
import type { Page } from './layout.tsx';
import { Badge, Link, Notice } from './parts.tsx';

interface ShownCheck {
  readonly name: string;
  readonly title: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly problem?: { readonly code: string; readonly found: string; readonly remedy: string };
}

interface Shown {
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
    readonly notes: readonly string[];
  };
}

/** What a test sign-in found out. It has changed nothing. */
export function samlReportPage({ group, path, checks, isAccepted, received }: Shown): Page {
  return {
    title: `Test sign-in of ${group}`,
    body: (
      <>
        <Notice kind={isAccepted ? 'done' : 'problem'}>
          {isAccepted ? 'The response would be accepted.' : 'The response would be refused.'} Nothing was
          changed.
        </Notice>
        {received ? <Person received={received} isAccepted={isAccepted} /> : <Nobody checks={checks} />}
        <Checks checks={checks} />
        <p>
          <Link to={`/groups/${encodeURIComponent(path)}/-/saml/test`}>Test again</Link>
        </p>
      </>
    ),
  };
}

function Person({
  received,
  isAccepted,
}: { received: NonNullable<Shown['received']> } & Pick<Shown, 'isAccepted'>) {
  const { nameId, nameIdFormat, attributes, account, notes } = received;
  return (
    <section class="card" aria-labelledby="person">
      <h2 id="person">{isAccepted ? 'Who signed in' : 'Whom the response names'}</h2>
      {!isAccepted && <p>The signature is right. If the rest were, this would be so:</p>}
      <p>{account}</p>
      {notes.map((note) => (
        <p key={note}>
          <Badge kind="warn">Mind</Badge> {note}
        </p>
      ))}
      <dl>
        <dt>NameID</dt>
        <dd>{nameId}</dd>
        {nameIdFormat && (
          <>
            <dt>Format</dt>
            <dd>{nameIdFormat}</dd>
          </>
        )}
        {attributes.map(({ name, friendlyName, values }) => (
          <>
            <dt>{friendlyName ? `${name} (${friendlyName})` : name}</dt>
            <dd>{values.join(', ')}</dd>
          </>
        ))}
      </dl>
    </section>
  );
}

function Nobody({ checks }: Pick<Shown, 'checks'>) {
  const isVerified = checks.some(({ name, outcome }) => name === 'signature' && outcome === 'passed');
  return (
    <p>
      {isVerified
        ? 'The signature is right, but the response does not say readably who signed in.'
        : 'No signature was verified, so that nothing else in the response can be trusted, and nothing of it is shown.'}
    </p>
  );
}

function Checks({ checks }: { checks: readonly ShownCheck[] }) {
  return (
    <section class="card" aria-labelledby="checks">
      <h2 id="checks">Every check</h2>
      <ul class="rows">
        {checks.map(({ name, title, outcome, problem }) => (
          <li key={name}>
            <Outcome outcome={outcome} /> {title}
            {problem && (
              <dl>
                <dt>Found</dt>
                <dd>{problem.found}</dd>
                <dt>What to do</dt>
                <dd>{problem.remedy}</dd>
                <dt>Code</dt>
                <dd>{problem.code}</dd>
              </dl>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Outcome({ outcome }: Pick<ShownCheck, 'outcome'>) {
  if (outcome === 'passed') return <Badge kind="good">Passed</Badge>;
  return outcome === 'failed' ? <Badge kind="warn">Failed</Badge> : <Badge>Not reached</Badge>;
}
