/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Grid } from '../components/card.tsx';
import { ButtonLink, Link } from '../components/controls.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';
import { GuidePart, type ShownPart } from './guide_parts.tsx';

interface ShownGuide {
  readonly provider: string;
  readonly name: string;
  readonly scim: ShownPart;
  readonly saml: ShownPart;
}

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
}

interface List extends Shown {
  readonly at: string;
  readonly guides: readonly ShownGuide[];
}

/** The identity providers that have a guide. */
export function guidesPage({ side, crumbs, at, guides }: List): Page {
  return {
    title: 'Set-up guides',
    side,
    crumbs,
    summary: {
      tone: 'plain',
      text: 'Each guide shows the values of this group under the identity provider’s own labels.',
    },
    body: (
      <Card id="guides" title="Identity providers">
        <Table
          caption="Identity providers"
          columns={[{ title: 'Name' }, { title: 'Provisions' }, { title: 'Signs people in' }]}
          rows={guides.map(({ provider, name, scim, saml }) => ({
            key: provider,
            cells: [
              <Link key="name" to={`${at}/${provider}`}>
                {name}
              </Link>,
              <Can key="scim" part={scim} />,
              <Can key="saml" part={saml} />,
            ],
          }))}
        />
      </Card>
    ),
  };
}

function Can({ part: { isPossible } }: { part: ShownPart }) {
  return isPossible ? <Tag tone="ok">Yes</Tag> : <Tag tone="off">No</Tag>;
}

interface One extends Shown {
  readonly provisioningAt: string;
  readonly singleSignOnAt: string;
  readonly guide: ShownGuide;
}

/** How to connect one identity provider, with the values of the group. */
export function guidePage({ side, crumbs, provisioningAt, singleSignOnAt, guide }: One): Page {
  const { name, scim, saml } = guide;
  return {
    title: `Connect ${name === 'Other' ? 'another identity provider' : name}`,
    side,
    crumbs,
    actions: (
      <>
        <ButtonLink to={provisioningAt}>Provisioning</ButtonLink>
        <ButtonLink to={singleSignOnAt}>Single sign-on</ButtonLink>
      </>
    ),
    body: (
      <Grid>
        <GuidePart id="scim" name={name} title="Provisioning (SCIM)" what="provisioning" part={scim} />
        <GuidePart id="saml" name={name} title="Sign-in (SAML)" what="sign-in" part={saml} />
      </Grid>
    ),
  };
}
