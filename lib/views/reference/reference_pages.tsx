/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Grid } from '../components/card.tsx';
import { Code } from '../components/code.tsx';
import { ButtonLink, Link } from '../components/controls.tsx';
import { Facts } from '../components/facts.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import type { Page, Side } from '../layout/document.tsx';

const AT = '/api/v1';

interface ShownPart {
  readonly slug: string;
  readonly title: string;
  readonly endpoints: readonly ShownEndpoint[];
}

interface ShownEndpoint {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly scope: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly place: string;
    readonly type: string;
    readonly isRequired: boolean;
    readonly description: string;
  }[];
  readonly status: number;
  readonly answer: string;
  readonly example: string;
}

/** All operations of the API, and how a request is made. */
export function referencePage(parts: readonly ShownPart[]): Page {
  return {
    title: 'API reference',
    side: sideOf(parts, AT),
    summary: {
      tone: 'plain',
      text: 'Programs do with a token what people do on the pages. A token is a personal access token, or that of a service account.',
    },
    actions: (
      <>
        <ButtonLink to={`${AT}/openapi.json`}>OpenAPI document</ButtonLink>
        <ButtonLink to="/profile/tokens">Access tokens</ButtonLink>
      </>
    ),
    body: (
      <Grid>
        {parts.map(({ slug, title, endpoints }) => (
          <Card key={slug} id={slug} title={title}>
            <Table
              caption={`Operations of ${title}`}
              columns={[{ title: 'What it does' }, { title: 'Request', kind: 'long' }]}
              rows={endpoints.map(({ id, method, path, summary }) => ({
                key: id,
                cells: [
                  <Link key="what" to={`${AT}/reference/${slug}#${id}`}>
                    {summary}
                  </Link>,
                  <code key="request">{`${method} ${path}`}</code>,
                ],
              }))}
            />
          </Card>
        ))}
      </Grid>
    ),
  };
}

/** The operations of one part, each with its parameters, its answer and an example. */
export function referencePartPage(parts: readonly ShownPart[], { slug, title, endpoints }: ShownPart): Page {
  return {
    title,
    side: sideOf(parts, `${AT}/reference/${slug}`),
    crumbs: [{ to: AT, text: 'API reference' }],
    body: (
      <Grid>
        {endpoints.map((endpoint) => (
          <Endpoint key={endpoint.id} of={endpoint} />
        ))}
      </Grid>
    ),
  };
}

function Endpoint({ of }: { of: ShownEndpoint }) {
  const { id, method, path, summary, scope, parameters, status, answer, example } = of;
  return (
    <Card id={id} title={summary} right={<Tag>{scope}</Tag>}>
      <Facts
        facts={[
          { name: 'Request', value: <code>{`${method} ${path}`}</code> },
          { name: 'Operation', value: <code>{id}</code> },
        ]}
      />
      {parameters.length > 0 && (
        <Table
          caption={`Parameters of ${id}`}
          columns={[
            { title: 'Parameter' },
            { title: 'In' },
            { title: 'Type', kind: 'long' },
            { title: 'Meaning' },
          ]}
          rows={parameters.map(({ name, place, type, isRequired, description }) => ({
            key: name,
            cells: [
              <>
                <code>{name}</code>
                {isRequired && <small>required</small>}
              </>,
              place,
              <code key="type">{type}</code>,
              description,
            ],
          }))}
        />
      )}
      <h3>Answer {status}</h3>
      <Code label={`Answer ${status} of ${id}`} text={answer} />
      <h3>Example</h3>
      <Code label={`Example of ${id}`} text={example} />
    </Card>
  );
}

function sideOf(parts: readonly ShownPart[], current: string): Side {
  return {
    label: 'Parts of the API',
    current,
    sections: [
      { to: AT, title: 'All operations' },
      ...parts.map(({ slug, title }, at) => ({
        to: `${AT}/reference/${slug}`,
        title,
        ...(at === 0 ? { under: 'Parts' } : {}),
      })),
    ],
  };
}
