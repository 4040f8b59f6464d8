/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty } from '../components/card.tsx';
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import { Time } from '../components/time.tsx';

export interface ShownSetupLink {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly createdBy?: string;
  readonly expiresAt: string;
  readonly generatedAt?: string;
  /** Its maker is not an owner any more. */
  readonly ended?: true;
}

/** The live set-up links of an integration. */
export function SetupLinksCard({ at, links }: { at: string; links: readonly ShownSetupLink[] }) {
  const create = <ButtonLink to={`${at}/setup-links/new`}>Create a set-up link</ButtonLink>;
  return (
    <Card id="setup-links" title="Set-up links" {...(links.length === 0 ? {} : { right: create })}>
      {links.length === 0 ? (
        <Empty title="No set-up link is live." action={create}>
          With a link, somebody without an account follows the guide and generates one credential.
        </Empty>
      ) : (
        <Table
          caption="Set-up links"
          columns={[
            { title: 'For' },
            { title: 'Credential' },
            { title: 'Created' },
            { title: 'Works until' },
            { title: 'Actions', kind: 'acts' },
          ]}
          rows={links.map((link) => ({ key: link.id, cells: cellsOf(at, link) }))}
        />
      )}
    </Card>
  );
}

function cellsOf(
  at: string,
  { id, name, createdAt, createdBy, expiresAt, generatedAt, ended }: ShownSetupLink,
) {
  return [
    name,
    generatedAt === undefined ? <span class="quiet">Not generated</span> : <Time at={generatedAt} />,
    <>
      <Time at={createdAt} />
      {createdBy !== undefined && <small>by {createdBy}</small>}
    </>,
    ended ? (
      <Tag key="ends" tone="warn">
        ended: {createdBy} is no owner any more
      </Tag>
    ) : (
      <Time key="ends" at={expiresAt} />
    ),
    <Form key="acts" action={`${at}/setup-links/${id}/revoke`}>
      <Button kind="danger" label={`Revoke the set-up link ${name}`}>
        Revoke
      </Button>
    </Form>,
  ];
}
