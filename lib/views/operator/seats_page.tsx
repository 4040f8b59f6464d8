/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Grid } from '../components/card.tsx';
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Choice, Field } from '../components/field.tsx';
import { Refused } from '../components/notice.tsx';
import type { Page } from '../layout/document.tsx';
import { type ShownSeats, seatsText } from '../owner/seats.tsx';
import { operatorSide } from './operator_side.ts';

interface Shown {
  readonly group: { readonly name: string; readonly path: string };
  readonly limit?: ShownSeats | undefined;
  readonly typed: { readonly seats: string; readonly whenFull: string };
  readonly problem?: string | undefined;
}

/** How many seats a top-level group has. */
export function operatorSeatsPage({ group, limit, typed, problem }: Shown): Page {
  const back = `/operator/groups/${encodeURIComponent(group.path)}`;
  return {
    title: `Seats of ${group.name}`,
    side: operatorSide('/operator'),
    crumbs: [
      { to: '/operator', text: 'Groups' },
      { to: back, text: group.name },
    ],
    summary: {
      tone: 'plain',
      text: `${limit ? seatsText(limit) : 'No limit'}. One account is one seat, with any role anywhere in the group.`,
    },
    body: (
      <Grid>
        <Card id="limit" title="Limit" span={7}>
          <Refused why={problem} />
          <Form action={`${back}/seats`}>
            <Field name="seats" label="Seats" autocomplete="off" value={typed.seats} />
            <Choice
              name="whenFull"
              label="When no seat is free"
              value={typed.whenFull}
              options={[
                { value: 'refuse', text: 'Refuse who joins' },
                { value: 'report', text: 'Let in who joins, and tell the owners' },
              ]}
            />
            <p class="buttons">
              <Button>Save the limit</Button>
              <ButtonLink to={back}>Cancel</ButtonLink>
            </p>
          </Form>
        </Card>
        {limit && (
          <Card id="remove" title="No limit" span={5}>
            <p>Without a limit nobody is refused for a seat, and seats are not counted.</p>
            <Form action={`${back}/seats/remove`}>
              <Button kind="danger">Remove the limit</Button>
            </Form>
          </Card>
        )}
      </Grid>
    ),
  };
}
