/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty, Grid } from '../components/card.tsx';
import { ButtonLink, Link } from '../components/controls.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import { Time } from '../components/time.tsx';
import type { Page, Side } from '../layout/document.tsx';
import { EndingBanners, type ShownEnding } from './ending_banners.tsx';
import { type Condition, stateOf, WayOut } from './integration_state.tsx';

interface Shown {
  readonly side: Side;
  readonly at: string;
  readonly guidesAt: string;
  readonly endings: readonly ShownEnding[];
  readonly integrations: readonly (Condition & {
    readonly id: string;
    readonly name: string;
    readonly provider: string;
    readonly createdAt: string;
  })[];
}

/** The integrations of a group. */
export function provisioningPage({ side, at, guidesAt, endings, integrations }: Shown): Page {
  const isEmpty = integrations.length === 0;
  const create = (
    <ButtonLink to={`${at}/new`} kind="main">
      Create an integration
    </ButtonLink>
  );
  return {
    title: 'Provisioning',
    side,
    ...(isEmpty ? {} : { actions: create }),
    body: (
      <Grid>
        <EndingBanners endings={endings} />
        <Card id="integrations" title="Integrations" right={<Link to={guidesAt}>Set-up guides</Link>}>
          {isEmpty ? (
            <Empty title="No identity provider is connected." action={create}>
              An integration lets your identity provider create people here, change them and take their access
              away.
            </Empty>
          ) : (
            <Table
              caption="Integrations of this group"
              columns={[
                { title: 'Name' },
                { title: 'Identity provider' },
                { title: 'State' },
                { title: 'Live credentials', kind: 'number' },
                { title: 'Created' },
                { title: 'Actions', kind: 'acts' },
              ]}
              rows={integrations.map((integration) => {
                const { id, name, provider, liveCredentials, createdAt } = integration;
                const { tone, text } = stateOf(integration);
                return {
                  key: id,
                  cells: [
                    <Link key="name" to={`${at}/${id}`}>
                      {name}
                    </Link>,
                    provider,
                    <Tag key="state" tone={tone}>
                      {text}
                    </Tag>,
                    liveCredentials,
                    <Time key="created" at={createdAt} />,
                    <WayOut key="out" at={`${at}/${id}`} of={integration} name={name} />,
                  ],
                };
              })}
            />
          )}
        </Card>
      </Grid>
    ),
  };
}
