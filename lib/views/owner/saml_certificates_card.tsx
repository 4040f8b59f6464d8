/** @jsxRuntime automatic @jsxImportSource preact */
import { Card } from '../components/card.tsx';
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import { Time } from '../components/time.tsx';

export interface ShownCertificate {
  readonly sha256: string;
  readonly state: string;
  readonly expiresAt: string;
  /** The end of one that the metadata no longer has. */
  readonly acceptedUntil?: string;
}

interface Props {
  readonly at: string;
  readonly certificates: readonly ShownCertificate[];
  /** Whether its metadata has an address. */
  readonly canRefresh: boolean;
}

/** The certificates whose signatures count: those of today's metadata at once, former ones until approved or ended. */
export function Certificates({ at, certificates, canRefresh }: Props) {
  if (certificates.length === 0) return null;
  const isRetiring = certificates.some(({ state }) => state === 'retiring');
  return (
    <Card
      id="certificates"
      title="Certificates of your identity provider"
      right={
        <div class="buttons">
          {isRetiring && (
            <Form action={`${at}/certificates/approve`}>
              <Button kind="small">Approve the new ones</Button>
            </Form>
          )}
          {canRefresh && (
            <Form action={`${at}/refresh`}>
              <Button kind="small">Fetch the metadata now</Button>
            </Form>
          )}
        </div>
      }
    >
      {isRetiring && (
        <p>
          The metadata has new certificates, which already count. If you approve them, the former ones stop at
          once.
        </p>
      )}
      <Table
        caption="Certificates"
        columns={[
          { title: 'SHA-256' },
          { title: 'State' },
          { title: 'Ends' },
          { title: 'Actions', kind: 'acts' },
        ]}
        rows={certificates.map(({ sha256, state, expiresAt, acceptedUntil }) => ({
          key: sha256,
          cells: [
            <code key="sha256">{sha256.slice(0, 32)}…</code>,
            <Tag key="state" tone={state === 'active' ? 'ok' : 'warn'}>
              {state === 'active' ? 'Active' : 'No longer in the metadata'}
            </Tag>,
            <Time key="ends" at={acceptedUntil ?? expiresAt} />,
            <ButtonLink
              key="acts"
              to={`${at}/certificates/remove?certificate=${sha256}`}
              kind="danger"
              label={`Remove ${sha256.slice(0, 16)}`}
            >
              Remove
            </ButtonLink>,
          ],
        }))}
      />
    </Card>
  );
}
