/** @jsxRuntime automatic @jsxImportSource preact */
import { Link } from '../components/controls.tsx';
import { Banner } from '../components/notice.tsx';

export interface ShownSeats {
  readonly seats: number;
  readonly used: number;
  readonly whenFull: 'refuse' | 'report';
  readonly state: 'free' | 'full' | 'exceeded';
  readonly counting?: true;
}

export function seatsText({ seats, used, counting }: ShownSeats): string {
  const text = `${used.toLocaleString('en')} of ${seats.toLocaleString('en')} used`;
  return counting ? `${text}, still being counted` : text;
}

/** The seats of a group, and the page where the operator sets them. */
export function SeatsLink({ to, limit }: { to: string; limit: ShownSeats | undefined }) {
  return <Link to={to}>{limit ? seatsText(limit) : 'No limit'}</Link>;
}

/** Says that no seat is free, and what follows. */
export function SeatsBanner({ limit }: { limit: ShownSeats }) {
  const { whenFull, state } = limit;
  if (state === 'free') return null;
  const refuses = whenFull === 'refuse';
  return (
    <Banner
      tone={refuses || state === 'exceeded' ? 'problem' : 'warn'}
      title={`${state === 'full' ? 'No seat is free' : 'There are more members than seats'}: ${seatsText(limit)}.`}
    >
      {refuses ? 'Whoever joins now is refused. ' : 'Whoever joins is still let in. '}
      Deactivate a user who needs no access any more, or ask the operator of this service for more seats.
    </Banner>
  );
}
