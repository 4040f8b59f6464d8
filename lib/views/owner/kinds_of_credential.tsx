/** @jsxRuntime automatic @jsxImportSource preact */
import { Link } from '../components/controls.tsx';
import { type CredentialKind, takes } from './credential_kinds.ts';

const kinds: readonly { readonly kind: CredentialKind; readonly name: string; readonly what: string }[] = [
  { kind: 'token', name: 'Token', what: 'One secret, sent with each request.' },
  {
    kind: 'client',
    name: 'Client',
    what: 'A client id and a secret, exchanged for short-lived access tokens.',
  },
  {
    kind: 'federation',
    name: 'Federation',
    what: 'No secret: the identity provider signs its own assertions.',
  },
];

interface Props {
  /** Where the form of a kind is. */
  readonly to: (kind: CredentialKind) => string;
  readonly kind: CredentialKind;
  readonly preset: string;
}

/** The kinds to choose from, and which one the identity provider takes. */
export function Kinds({ to, kind, preset }: Props) {
  return (
    <nav aria-label="Kind of credential">
      <p>{takes(preset).because}</p>
      <ul>
        {kinds.map((one) => (
          <li key={one.kind}>
            <Link to={to(one.kind)} current={one.kind === kind}>
              {one.name}
            </Link>{' '}
            <span class="quiet">{one.what}</span>
          </li>
        ))}
      </ul>
    </nav>
  );
}
