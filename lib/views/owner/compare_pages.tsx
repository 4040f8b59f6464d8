/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty, Grid } from '../components/card.tsx';
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Field, FileField, TextArea } from '../components/field.tsx';
import { Banner, Refused } from '../components/notice.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';

interface Named {
  readonly count: number;
  readonly names: readonly string[];
}

interface Around {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  /** The address of the integration. */
  readonly at: string;
  readonly name: string;
  readonly problem?: string | undefined;
}

interface Plan {
  readonly id: string;
  readonly people: number;
  readonly needsNumber: boolean;
}

interface Shown extends Around {
  /** The list as it was sent. */
  readonly list: string;
  readonly comparison: {
    readonly listed: number;
    readonly both: number;
    readonly onlyListed: Named;
    readonly onlyHere: Named;
    readonly inactive: Named;
    readonly unprovisioned: Named;
    readonly others: Named;
    readonly plan?: Plan;
  };
}

/** Asks for the list that the identity provider exports. */
export function comparePage({ side, crumbs, at, name, problem }: Around): Page {
  return {
    title: `Compare ${name} with a list`,
    side,
    crumbs,
    body: (
      <div class="card slim">
        <p>
          Export the people who are assigned to this application at the identity provider. Nothing changes
          before you have seen who is there and not here, and the reverse.
        </p>
        <Form action={`${at}/compare`} isUpload>
          <Refused why={problem} />
          <FileField
            name="file"
            label="A file"
            hint="CSV, of which the first column counts, lines, or a JSON array"
            accept=".csv,.txt,.json,text/csv,text/plain,application/json"
          />
          <TextArea name="list" label="Or a list" hint="A user name, e-mail or external id in each line" />
          <div class="buttons">
            <Button>Compare</Button>
            <ButtonLink to={at}>Cancel</ButtonLink>
          </div>
        </Form>
      </div>
    ),
  };
}

/** The differences between a list of the identity provider and the users here, with a plan to follow the list. */
export function comparisonPage(shown: Shown): Page {
  const { side, crumbs, at, name, comparison, problem } = shown;
  const { listed, both, onlyListed, onlyHere, inactive, unprovisioned, others, plan } = comparison;
  return {
    title: `${name} and the list`,
    side,
    crumbs,
    summary: {
      tone: plan ? 'warn' : 'ok',
      text: `The list has ${counted(listed, 'name')}. ${counted(both, 'of them is', 'of them are')} active here.`,
    },
    body: (
      <Grid>
        <Refused why={problem} />
        <People id="only-here" title="Here and not in the list" people={onlyHere}>
          These users are active by {name}, and the list does not name them.
        </People>
        {plan && <Follow {...shown} plan={plan} />}
        <People id="only-listed" title="In the list and not here" people={onlyListed}>
          Only the identity provider can create them: assign them there.
        </People>
        <People id="inactive" title="In the list and inactive here" people={inactive}>
          Only the identity provider can activate them again.
        </People>
        <People id="unprovisioned" title="In the list, and a member by hand" people={unprovisioned}>
          {name} has not created them. Assign them at the identity provider.
        </People>
        <People id="others" title="Members whom neither knows" people={others}>
          They are members by hand or by invitation, and stay.
        </People>
        <p class="buttons">
          <ButtonLink to={`${at}/compare`}>Compare another list</ButtonLink>
          <ButtonLink to={at}>Back to {name}</ButtonLink>
        </p>
      </Grid>
    ),
  };
}

function Follow({ at, name, list, plan }: Shown & { readonly plan: Plan }) {
  const who = counted(plan.people, 'user');
  return (
    <Card id="follow" title="Follow the list">
      <Banner tone={plan.needsNumber ? 'problem' : 'warn'} title={`${who} of ${name} would lose access.`}>
        {plan.needsNumber
          ? 'That is more than the guard against mass removals allows, or the list names none of the people here. Look at it again.'
          : 'They become inactive. The identity provider can activate them again, with their former roles.'}
      </Banner>
      <div class="after">
        <Form action={`${at}/follow-list`} hidden={{ list, plan: plan.id }} isUpload>
          {plan.needsNumber && (
            <Field
              name="people"
              label="How many users lose access"
              hint={`Type ${plan.people} to confirm it`}
              autocomplete="off"
            />
          )}
          <Button kind="final">Deactivate {who}</Button>
        </Form>
      </div>
    </Card>
  );
}

function People({
  id,
  title,
  people: { count, names },
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly people: Named;
  readonly children: string | readonly (string | undefined)[];
}) {
  const more = count - names.length;
  return (
    <Card id={id} title={title} beside={<span class="quiet">{count.toLocaleString('en')}</span>}>
      {count === 0 ? (
        <Empty title="Nobody." />
      ) : (
        <>
          <p>{children}</p>
          <ul class="rows">
            {names.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
          {more > 0 && <p class="quiet">And {more.toLocaleString('en')} more.</p>}
        </>
      )}
    </Card>
  );
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
