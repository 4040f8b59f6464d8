/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Grid } from '../components/card.tsx';
import { Code } from '../components/code.tsx';
import { ButtonLink, Link } from '../components/controls.tsx';
import { Copy, Facts } from '../components/facts.tsx';
import { Banner } from '../components/notice.tsx';
import { Table } from '../components/table.tsx';
import { Exact } from '../components/time.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';
import { readable, toneOf } from './log_table.tsx';

interface Body {
  readonly text: string;
  readonly isCut: boolean;
}

interface ShownEntry {
  readonly id: string;
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ms?: number;
  readonly ip: string;
  readonly userAgent: string;
  readonly outcome: string;
  readonly requestId: string;
  readonly userName?: string;
  readonly groupName?: string;
  readonly integration?: string;
  readonly token?: string;
  readonly dropped?: readonly string[];
}

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  readonly entry: ShownEntry;
  readonly changes: readonly string[];
  readonly request?: Body | undefined;
  readonly answer?: Body | undefined;
  /** Days that bodies are kept, and whether these may have expired. */
  readonly bodyDays: number;
  readonly isOld: boolean;
  readonly cause?: string | undefined;
  readonly remedy?: { readonly text: string; readonly to?: string; readonly label?: string } | undefined;
  /** The lines of the command. */
  readonly curl?: readonly string[] | undefined;
  /** The requests about the same person or directory group. */
  readonly sameAt?: string | undefined;
  /** How the request deviates from the standard. */
  readonly deviations: readonly { readonly code: string; readonly text: string }[];
  /** The page that shows what it would do now; absent where it cannot be replayed. */
  readonly replayAt?: string | undefined;
}

/** One request of an identity provider: why it was answered so, what helps, and what was sent. */
export function logEntryPage(shown: Shown): Page {
  const { side, crumbs, entry, cause, remedy, changes, replayAt } = shown;
  const isRefused = entry.status >= 400;
  const hasEffects = changes.length + (entry.dropped ?? []).length + shown.deviations.length > 0;
  const bodies = bodiesOf(shown).flatMap(({ title, body }) => (body ? [{ title, body }] : []));
  return {
    title: `${entry.method} ${readable(entry.path)}`,
    side,
    crumbs,
    ...(replayAt === undefined ? {} : { actions: <ButtonLink to={replayAt}>Replay as preview</ButtonLink> }),
    state: { tone: toneOf(entry.status), text: String(entry.status) },
    summary: { tone: toneOf(entry.status), text: isRefused ? `Refused. ${cause ?? ''}` : entry.outcome },
    body: (
      <Grid>
        {remedy && (
          <Banner
            tone="warn"
            title="What helps:"
            action={
              remedy.to !== undefined && <ButtonLink to={remedy.to}>{remedy.label ?? 'Open'}</ButtonLink>
            }
          >
            {remedy.text}
          </Banner>
        )}
        <About {...shown} hasEffects={hasEffects} />
        {hasEffects && (
          <Effects changes={changes} dropped={entry.dropped ?? []} deviations={shown.deviations} />
        )}
        {bodies.map(({ title, body }) => (
          <BodyCard key={title} title={title} body={body} {...(bodies.length > 1 ? { span: 6 } : {})} />
        ))}
        <Curl {...shown} />
      </Grid>
    ),
  };
}

function bodiesOf({ request, answer }: Shown) {
  return [
    { title: 'Request', body: request },
    { title: 'Answer', body: answer },
  ];
}

function About(shown: Shown & { hasEffects: boolean }) {
  const { entry, sameAt, hasEffects, bodyDays, isOld } = shown;
  const { at, ms, ip, userAgent, integration, token, userName, groupName, requestId } = entry;
  const about = userName ?? groupName;
  const facts = [
    { name: 'Time', value: <Exact at={at} /> },
    ...(ms === undefined ? [] : [{ name: 'Duration', value: `${ms} ms` }]),
    { name: 'Integration', value: integration ?? 'none (not authenticated)' },
    ...(token === undefined ? [] : [{ name: 'Credential', value: token }]),
    ...(about === undefined
      ? []
      : [
          {
            name: userName === undefined ? 'Directory group' : 'Person',
            value: sameAt === undefined ? about : <Link to={sameAt}>{about}</Link>,
          },
        ]),
    { name: 'From', value: `${ip}${userAgent === '' ? '' : ` · ${userAgent}`}` },
    { name: 'Reference', value: requestId, copy: requestId },
    ...(hasEffects ? [] : [{ name: 'What it changed', value: 'Nothing' }]),
    ...bodiesOf(shown).flatMap(({ title, body }) =>
      body
        ? []
        : [
            {
              name: `${title} body`,
              value: isOld ? `Deleted: bodies are kept for ${bodyDays} days` : 'None was recorded',
            },
          ],
    ),
  ];
  return (
    <Card id="about" title="About this request" {...(hasEffects ? { span: 6 } : {})}>
      <Facts facts={facts} />
    </Card>
  );
}

function Effects({
  changes,
  dropped,
  deviations,
}: {
  changes: readonly string[];
  dropped: readonly string[];
  deviations: Shown['deviations'];
}) {
  return (
    <Card id="effects" title="What it changed" span={6}>
      {changes.length > 0 && (
        <ul class="plain">
          {changes.map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      )}
      {dropped.length > 0 && (
        <Table
          caption="Unknown attributes that were left out"
          columns={[{ title: 'Unknown attribute, left out' }]}
          rows={dropped.map((name) => ({ key: name, cells: [<code key={name}>{name}</code>] }))}
        />
      )}
      {deviations.length > 0 && (
        <>
          <p class="hint">
            Rollcall accepted what the standard does not define; docs/leniencies.md explains each case:
          </p>
          <ul class="ways">
            {deviations.map(({ code, text }) => (
              <li key={code}>
                {text} (<code>{code}</code>)
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

function BodyCard({ title, body, ...width }: { title: string; body: Body; span?: 6 }) {
  const text = pretty(body);
  const what = title.toLowerCase();
  return (
    <Card id={`${what}-body`} title={title} {...width} right={<Copy text={text} what={what} />}>
      {body.isCut && (
        <p class="hint">The log keeps only the beginning of this body, so it cannot be replayed.</p>
      )}
      <Code label={`${title} body`} text={text} />
    </Card>
  );
}

function Curl({ curl, request }: Shown) {
  const command = curl?.join('\n');
  return (
    <Card
      id="curl"
      title="The same request as a command"
      right={command && <Copy text={command} what="the command" />}
    >
      {command === undefined ? (
        <p class="quiet">
          {request?.isCut
            ? 'The log has only a part of the body, so there is no command.'
            : 'The body has control characters, so a command would not be safe to paste.'}
        </p>
      ) : (
        <>
          <p class="hint">
            Set <code>TOKEN</code> to a credential first. Secrets in the body are masked as <code>***</code>.
            Running the command sends the request again.
          </p>
          <Code label="The command" text={command} />
        </>
      )}
    </Card>
  );
}

function pretty({ text }: Body): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
