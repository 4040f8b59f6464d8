/** @jsxRuntime automatic @jsxImportSource preact */
import { ButtonLink } from '../components/controls.tsx';
import { Banner } from '../components/notice.tsx';

interface Owner {
  readonly id: string;
  readonly username: string;
}

export interface ShownBreakGlass {
  readonly state: 'enough' | 'missing' | 'not_needed';
  readonly wanted: number;
  readonly owners: readonly Owner[];
  readonly others: readonly {
    readonly account: Owner;
    readonly because: 'managed' | 'no_password' | 'provisioned';
  }[];
}

const NAMED = 5;

const reasons: Readonly<Record<ShownBreakGlass['others'][number]['because'], string>> = {
  managed: 'has an account that this group manages',
  no_password: 'has no password here',
  provisioned: 'is a user of an integration',
};

/** Says that too few owners can act without the directory, why the others cannot, and what to do. */
export function BreakGlassBanner({ of, inviteAt }: { of: ShownBreakGlass; inviteAt?: string | undefined }) {
  const { state, owners, others, wanted } = of;
  if (state !== 'missing') return null;
  const named = others
    .slice(0, NAMED)
    .map(({ account, because }) => `${account.username} ${reasons[because]}`);
  return (
    <Banner
      tone="warn"
      title={
        owners.length === 0
          ? 'No owner can act without the identity provider.'
          : `Only ${owners.length} of the ${wanted} owners that a group needs can act without the identity provider.`
      }
      action={inviteAt !== undefined && <ButtonLink to={inviteAt}>Invite an owner</ButtonLink>}
    >
      When it fails, or removes the other owners, nobody else can repair the connection. Choose somebody who
      has a password here and is not in the directory, and make this person an owner.
      {named.length > 0 &&
        ` Who does not count: ${named.join('; ')}${others.length > NAMED ? '; and others' : ''}.`}
    </Banner>
  );
}
