/** @jsxRuntime automatic @jsxImportSource preact */
import { Card } from '../components/card.tsx';
import { ButtonLink } from '../components/controls.tsx';
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
            <ButtonLink to={`${at}/certificates/approve`} kind="small">
              Approve the new ones
            </ButtonLink>
          )}
          {canRefresh && (
            <ButtonLink to={`${at}/refresh`} kind="small">
              Fetch the metadata now
            </ButtonLink>
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

export interface ShownKey {
  readonly use: string;
  readonly state: string;
  readonly sha256: string;
  readonly expiresAt: string;
}

/** Rollcall's own keys: those in use, and those that the next step of a rotation switches to. */
export function OwnKeys({ at, keys }: { at: string; keys: readonly ShownKey[] }) {
  if (keys.length === 0) return null;
  const isBegun = keys.some(({ state }) => state === 'next');
  return (
    <Card
      id="keys"
      title="Our keys"
      right={
        <ButtonLink to={`${at}/keys`} kind="small">
          {isBegun ? 'Switch to the new keys' : 'Rotate our keys'}
        </ButtonLink>
      }
    >
      <Table
        caption="Our keys"
        columns={[{ title: 'SHA-256' }, { title: 'Use' }, { title: 'State' }, { title: 'Ends' }]}
        rows={keys.map(({ use, state, sha256, expiresAt }) => ({
          key: sha256 + use,
          cells: [
            <code key="sha">{sha256.slice(0, 16)}…</code>,
            use === 'signing' ? 'Signs our requests' : 'Decrypts answers',
            <Tag key="state" tone={state === 'active' ? 'ok' : 'plain'}>
              {keyStates[state] ?? state}
            </Tag>,
            <Time key="ends" at={expiresAt} />,
          ],
        }))}
      />
    </Card>
  );
}

const keyStates: Readonly<Record<string, string>> = {
  active: 'In use',
  next: 'In our metadata',
  former: 'Former',
};
