/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty, Grid } from '../components/card.tsx';
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Facts } from '../components/facts.tsx';
import { Field } from '../components/field.tsx';
import { Pager } from '../components/pager.tsx';
import { Tag, type Tone } from '../components/tag.tsx';
import { Time } from '../components/time.tsx';
import type { Page, Side } from '../layout/document.tsx';

interface ShownDomain {
  readonly domain: string;
  readonly state: 'claimed' | 'verified' | 'failing' | 'lapsed' | 'vouched';
  /** The TXT record that proves the claim. */
  readonly record?: { readonly name: string; readonly value: string };
  readonly verifiedAt?: string;
  readonly checkedAt?: string;
  readonly problem?: string;
  readonly lapsesAt?: string;
  readonly lapsedAt?: string;
}

interface Shown {
  readonly side: Side;
  readonly at: string;
  readonly domains: readonly ShownDomain[];
  readonly isLater: boolean;
  readonly next?: string | undefined;
  /** What was typed, and why it was refused. */
  readonly typed?: string;
  readonly problem?: string | undefined;
}

const states: Readonly<Record<ShownDomain['state'], readonly [tone: Tone, text: string]>> = {
  claimed: ['warn', 'Not verified'],
  verified: ['ok', 'Verified'],
  vouched: ['ok', 'Verified by the operator'],
  failing: ['warn', 'Record missing'],
  lapsed: ['bad', 'Lapsed'],
};

/** The e-mail domains of a group, and how to prove each one. */
export function domainsPage({ side, at, domains, isLater, next, typed = '', problem }: Shown): Page {
  return {
    title: 'Domains',
    side,
    summary: {
      tone: 'plain',
      text: 'Provisioning links people with an address in a verified domain to the account that they have already.',
    },
    body: (
      <Grid>
        {domains.length === 0 && !isLater && (
          <div class="card">
            <Empty title="This group has no domain.">Add the domain of your e-mail addresses below.</Empty>
          </div>
        )}
        {domains.map((domain) => (
          <Domain key={domain.domain} at={at} {...domain} />
        ))}
        <Pager
          at={at}
          isLater={isLater}
          next={next}
          words={{ first: 'First domains', next: 'More domains' }}
        />
        <Card id="add" title="Add a domain">
          <Form action={`${at}/claim`}>
            <Field
              name="domain"
              label="Domain"
              hint="What follows the @ of your addresses, such as acme.test"
              autocomplete="off"
              value={typed}
              error={problem}
            />
            <Button>Add the domain</Button>
          </Form>
        </Card>
      </Grid>
    ),
  };
}

function Domain(props: ShownDomain & { at: string }) {
  const { domain, state, record, verifiedAt, checkedAt, problem, lapsesAt, lapsedAt } = props;
  const [tone, text] = states[state];
  return (
    <Card id={domain} title={domain} beside={<Tag tone={tone}>{text}</Tag>} right={<Acts {...props} />}>
      {record && (state === 'claimed' || state === 'failing' || state === 'lapsed') && (
        <p>Add this TXT record to the DNS of {domain}. Then choose “Check the record”.</p>
      )}
      <Facts
        facts={[
          ...(record && state !== 'vouched'
            ? [
                { name: 'TXT record at', value: record.name, copy: record.name },
                { name: 'Value', value: record.value, copy: record.value },
              ]
            : []),
          ...time('Verified', verifiedAt),
          ...time('Last check', checkedAt),
          ...(problem === undefined || state === 'vouched'
            ? []
            : [{ name: 'Result', value: sentence(problem) }]),
          ...time('Lapses', lapsesAt),
          ...time('Lapsed', lapsedAt),
        ]}
      />
    </Card>
  );
}

function Acts({ at, domain, state }: ShownDomain & { at: string }) {
  return (
    <div class="buttons">
      {state !== 'vouched' && (
        <Form action={`${at}/verify`} hidden={{ domain }}>
          <Button kind="small" label={`Check the record of ${domain}`}>
            Check the record
          </Button>
        </Form>
      )}
      <ButtonLink
        to={`${at}/remove?domain=${encodeURIComponent(domain)}`}
        kind="danger"
        label={`Remove ${domain}`}
      >
        Remove
      </ButtonLink>
    </div>
  );
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function time(name: string, at: string | undefined) {
  return at === undefined ? [] : [{ name, value: <Time at={at} /> }];
}
