/** @jsxRuntime automatic @jsxImportSource preact */
import { ButtonLink } from '../components/controls.tsx';
import { Banner } from '../components/notice.tsx';
import { Day } from '../components/time.tsx';
import { useHere } from '../layout/here.ts';

/** What ends soon, and the page where an owner replaces it. */
export interface ShownEnding {
  readonly id: string;
  readonly kind: 'credential' | 'certificate' | 'key';
  readonly name: string;
  readonly endsAt: string;
  /** The name of the integration of a credential. */
  readonly integration?: string | undefined;
  readonly to: string;
}

const DAY = 86_400_000;

const replacing = {
  credential: ['Rotate', 'Rotate it now: both credentials work until the old one ends.'],
  certificate: ['Open single sign-on', 'Fetch the metadata, or add the next certificate.'],
  key: ['Rotate the keys', 'Then give your identity provider our new metadata.'],
} as const;

/** A banner for each credential, certificate or key that ends soon; red on the last day. */
export function EndingBanners({ endings }: { endings: readonly ShownEnding[] }) {
  const { now } = useHere();
  return (
    <>
      {endings.map(({ id, kind, name, endsAt, integration, to }) => {
        const days = Math.ceil((Date.parse(endsAt) - now) / DAY);
        const [text, help] = replacing[kind];
        return (
          <Banner
            key={id}
            tone={days <= 1 ? 'problem' : 'warn'}
            title={`${kind === 'credential' ? `The credential “${name}”` : name} ${endsIn(days)}.`}
            action={
              <ButtonLink to={to} label={`${text}: ${name}`}>
                {text}
              </ButtonLink>
            }
          >
            {integration !== undefined && `Your identity provider uses it for ${integration}. `}
            {help} It ends on <Day at={endsAt} />.
          </Banner>
        );
      })}
    </>
  );
}

function endsIn(days: number): string {
  if (days <= 0) return 'has ended';
  return days === 1 ? 'ends within a day' : `ends in ${days} days`;
}
