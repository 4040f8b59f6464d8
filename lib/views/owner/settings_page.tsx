/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Grid } from '../components/card.tsx';
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Choice, Field } from '../components/field.tsx';
import { Refused } from '../components/notice.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';

/** Each setting as the form has it. */
export interface TypedSettings {
  readonly name: string;
  readonly description: string;
  readonly defaultRole: string;
  readonly onEmailExists: string;
  readonly onReturn: string;
  readonly ignoreUnknownAttributes: string;
  readonly singleReplaceAdds: string;
  readonly plainDiscovery: string;
  readonly strict: string;
  readonly accountDiscovery: string;
  readonly removalGuard: string;
  readonly removalPeople: string;
  readonly removalPercent: string;
  readonly removalWindowMinutes: string;
}

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  readonly at: string;
  readonly roles: readonly string[];
  readonly maxName: number;
  readonly typed: TypedSettings;
  readonly isPreview: boolean;
  readonly problem?: string | undefined;
}

const yesNo = [
  { value: 'true', text: 'Yes' },
  { value: 'false', text: 'No' },
];

/** What an integration does with what arrives. */
export function settingsPage(shown: Shown): Page {
  const { side, crumbs, at, roles, maxName, typed, isPreview, problem } = shown;
  return {
    title: 'Settings',
    side,
    crumbs,
    actions: (
      <>
        {!isPreview && <ButtonLink to={`${at}/preview`}>Start a preview</ButtonLink>}
        <ButtonLink to={`${at}/remove`} kind="danger">
          Remove the integration
        </ButtonLink>
      </>
    ),
    body: (
      <Form action={`${at}/settings`}>
        <Refused why={problem} />
        <Grid>
          <Card id="about" title="General" span={6}>
            <Field name="name" label="Name" autocomplete="off" value={typed.name} maxLength={maxName} />
            <Field
              name="description"
              label="Description"
              autocomplete="off"
              value={typed.description}
              maxLength={maxName}
              optional
            />
          </Card>
          <People roles={roles} typed={typed} />
          <Guard typed={typed} />
          <Requests typed={typed} />
        </Grid>
        <div class="buttons after">
          <Button>Save the settings</Button>
          <ButtonLink to={at}>Cancel</ButtonLink>
        </div>
      </Form>
    ),
  };
}

function People({ roles, typed }: Pick<Shown, 'roles' | 'typed'>) {
  return (
    <Card id="people" title="People" span={6}>
      <Choice
        name="defaultRole"
        label="Role of a new person"
        value={typed.defaultRole}
        options={roles.map((role) => ({ value: role, text: role }))}
      />
      <Choice
        name="onEmailExists"
        label="When the e-mail address belongs to another account"
        value={typed.onEmailExists}
        options={[
          { value: 'refuse', text: 'Refuse the request' },
          {
            value: 'hold',
            text: 'Accept the request; the person has no access until the conflict is solved',
          },
        ]}
      />
      <Choice
        name="onReturn"
        label="When a person becomes active again"
        value={typed.onReturn}
        options={[
          { value: 'restore', text: 'Restore the former roles' },
          { value: 'default_role', text: 'Give the role of a new person' },
        ]}
      />
    </Card>
  );
}

function Guard({ typed }: Pick<Shown, 'typed'>) {
  return (
    <Card id="guard" title="Mass removals" span={6}>
      <Choice
        name="removalGuard"
        label="Pause the integration when many people lose access"
        value={typed.removalGuard}
        options={[
          { value: 'on', text: 'Yes' },
          { value: 'off', text: 'No' },
        ]}
      />
      <Field
        name="removalPeople"
        label="Number of people"
        hint="The integration pauses when more people than this lose access"
        autocomplete="off"
        value={typed.removalPeople}
      />
      <Field
        name="removalPercent"
        label="Percentage of all people"
        hint="The integration pauses when a larger share loses access. The lower limit applies"
        autocomplete="off"
        value={typed.removalPercent}
      />
      <Field
        name="removalWindowMinutes"
        label="Minutes"
        hint="Removals within this time count together"
        autocomplete="off"
        value={typed.removalWindowMinutes}
      />
    </Card>
  );
}

function Requests({ typed }: Pick<Shown, 'typed'>) {
  return (
    <Card id="requests" title="Reading requests" span={6}>
      <Choice
        name="ignoreUnknownAttributes"
        label="Ignore unknown attributes in a PATCH"
        hint="Otherwise such a request is refused"
        value={typed.ignoreUnknownAttributes}
        options={yesNo}
      />
      <Choice
        name="singleReplaceAdds"
        label="Add the member when a PATCH replaces all members with one"
        hint="Otherwise that member becomes the only one"
        value={typed.singleReplaceAdds}
        options={yesNo}
      />
      <Choice
        name="plainDiscovery"
        label="Plain discovery documents"
        hint="For clients that accept only what RFC 7643 defines"
        value={typed.plainDiscovery}
        options={yesNo}
      />
      <Choice
        name="strict"
        label="Strict requests"
        hint="For clients that follow the SCIM interoperability profile. A request that needs a leniency is refused"
        value={typed.strict}
        options={yesNo}
      />
      <Choice
        name="accountDiscovery"
        label="Account discovery"
        hint="The identity provider also sees the members whom it has not created, and cannot change them"
        value={typed.accountDiscovery}
        options={yesNo}
      />
    </Card>
  );
}
