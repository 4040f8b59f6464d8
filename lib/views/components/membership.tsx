/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { Card } from './card.tsx';
import { Tag } from './tag.tsx';
import { Time } from './time.tsx';

export interface ShownOrigin {
  readonly kind: string;
  readonly role: string;
  /** Whether its role counts, and is not outweighed by a higher one. */
  readonly effective: boolean;
  readonly since: string;
  readonly decision: string;
}

/** A role in one group, with every reason for it. */
export interface ShownMembership<O extends ShownOrigin = ShownOrigin> {
  readonly group: string;
  readonly role: string;
  readonly because: string;
  readonly origins: readonly O[];
}

/** Why a person has a role in a group. `more` says more of a reason. */
export function MembershipCard<O extends ShownOrigin>({
  membership: { group, role, because, origins },
  more,
}: {
  membership: ShownMembership<O>;
  more?: (origin: O) => ComponentChildren;
}) {
  return (
    <Card id={`in-${group.replaceAll('/', '-')}`} title={group} beside={<Tag>{role}</Tag>}>
      {origins.length > 1 && <p>{because}</p>}
      <ul class="rows">
        {origins.map((origin) => (
          <li key={origin.kind + origin.decision + origin.since}>
            <div>
              {sentence(origin.decision)}{' '}
              <Tag tone={origin.effective ? 'ok' : 'off'}>
                {origin.effective ? `counts: ${origin.role}` : `outweighed: ${origin.role}`}
              </Tag>
              <small>
                Since <Time at={origin.since} />. {more?.(origin)}
              </small>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** A decision as a sentence, without its full stop. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
