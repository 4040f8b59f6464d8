/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Grid } from '../components/card.tsx';
import { Button, ButtonLink, Form, Link } from '../components/controls.tsx';
import { Banner } from '../components/notice.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';
import { ChecklistCard, type ShownChecklist } from './checklist_card.tsx';
import { CredentialsCard, type ShownCredential } from './credentials_card.tsx';
import { EndingBanners, type ShownEnding } from './ending_banners.tsx';
import { FormFields, type ProviderForm } from './guide_parts.tsx';
import { type Activity, type Condition, stateOf, summaryOf } from './integration_state.tsx';
import { LogTable, type ShownRequest } from './log_table.tsx';
import { SetupLinksCard, type ShownSetupLink } from './setup_links_card.tsx';

interface ShownIntegration extends Condition {
  readonly name: string;
  readonly needAttention: number;
  /** Unfinished long work on it. */
  readonly work?: { readonly id: string; readonly title: string };
  readonly checklist: ShownChecklist;
}

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  /** The address of this page. */
  readonly at: string;
  readonly logAt: string;
  readonly guideAt: string;
  readonly provider: ProviderForm;
  /** The URL of the progress of its work. */
  readonly workAt: string;
  readonly now: number;
  readonly integration: ShownIntegration;
  readonly credentials: readonly ShownCredential[];
  readonly endings: readonly ShownEnding[];
  readonly setupLinks: readonly ShownSetupLink[];
  readonly activity: Activity;
  readonly latest: readonly ShownRequest[];
}

/** All about one integration: how to connect, credentials, state, and what happened. */
export function integrationPage(shown: Shown): Page {
  const {
    side,
    crumbs,
    at,
    logAt,
    guideAt,
    provider,
    now,
    integration,
    credentials,
    setupLinks,
    activity,
    latest,
  } = shown;
  return {
    title: integration.name,
    side,
    crumbs,
    state: stateOf(integration),
    summary: summaryOf(integration, activity),
    actions: <Actions at={at} guideAt={guideAt} integration={integration} />,
    body: (
      <Grid>
        <Banners {...shown} />
        <Connection provider={provider} />
        <ChecklistCard checklist={integration.checklist} />
        <CredentialsCard at={at} now={now} credentials={credentials} />
        <SetupLinksCard at={at} links={setupLinks} />
        <Card id="latest" title="Latest requests" right={<Link to={logAt}>Open the log</Link>}>
          <LogTable requests={latest} empty="No request has arrived yet." />
        </Card>
      </Grid>
    ),
  };
}

function Actions({
  at,
  guideAt,
  integration: { enabled, ending },
}: Pick<Shown, 'at' | 'guideAt' | 'integration'>) {
  if (ending !== undefined) return null;
  return (
    <>
      <ButtonLink to={guideAt}>Set-up guide</ButtonLink>
      <ButtonLink to={`${at}/settings`}>Settings</ButtonLink>
      <ButtonLink to={`${at}/compare`}>Compare with a list</ButtonLink>
      {enabled && <ButtonLink to={`${at}/disable`}>Disable</ButtonLink>}
    </>
  );
}

function Banners({ at, workAt, integration, endings }: Shown) {
  const { paused, preview, needAttention, work, enabled, ending, name } = integration;
  return (
    <>
      {work && (
        <Banner
          tone="info"
          title={`${work.title} is not finished.`}
          action={<ButtonLink to={workAt}>Show the progress</ButtonLink>}
        />
      )}
      {!enabled && ending === undefined && (
        <Banner
          tone="problem"
          title="This integration is disabled."
          action={
            <Form action={`${at}/enable`}>
              <Button kind="plain" label={`Enable ${name}`}>
                Enable
              </Button>
            </Form>
          }
        >
          Every request of the identity provider is refused. Nobody gains or loses access by it.
        </Banner>
      )}
      {preview && (
        <Banner
          tone="info"
          title="This integration is in preview."
          action={<ButtonLink to={`${at}/plan`}>Show the plan</ButtonLink>}
        >
          Requests are answered and stored. They take effect when you go live.
        </Banner>
      )}
      {paused && (
        <Banner
          tone="problem"
          title="A mass removal paused this integration."
          action={<ButtonLink to={`${at}/paused`}>Decide what happens</ButtonLink>}
        >
          Rollcall refuses its changes until an owner decides.
        </Banner>
      )}
      {needAttention > 0 && (
        <Banner
          tone="warn"
          title={
            needAttention === 1 ? 'One person needs attention.' : `${needAttention} people need attention.`
          }
          action={<ButtonLink to={`${at}/attention`}>Show</ButtonLink>}
        >
          They have an e-mail conflict, or sign-in and provisioning use different names.
        </Banner>
      )}
      <EndingBanners endings={endings} />
    </>
  );
}

function Connection({ provider: { name, fields } }: Pick<Shown, 'provider'>) {
  return (
    <Card
      id="connection"
      title="Connection"
      span={7}
      beside={name !== 'Other' && <span class="quiet">labelled as in {name}</span>}
    >
      <FormFields fields={fields} />
    </Card>
  );
}
