/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { Button, ButtonLink, Form, Link } from '../components/controls.tsx';
import type { Tone } from '../components/tag.tsx';
import { Time } from '../components/time.tsx';
import type { ShownChecklist } from './checklist_card.tsx';

/** What the state of an integration follows from. */
export interface Condition {
  readonly enabled: boolean;
  readonly preview?: boolean;
  readonly ending?: string;
  readonly paused?: { readonly at: string; readonly reason: string };
  readonly liveCredentials: number;
  /** Absent if the page does not show the set-up steps. */
  readonly checklist?: ShownChecklist;
}

/** What the log says of its requests. */
export interface Activity {
  /** The newest request. */
  readonly last?: string | undefined;
  /** How many were refused within a day, and whether there were more than are counted. */
  readonly refused: number;
  readonly isMore: boolean;
  /** The address of the log with the refused ones. */
  readonly refusedAt: string;
}

/** The state of an integration in a word. */
export function stateOf({ enabled, preview, ending, paused, liveCredentials, checklist }: Condition): {
  readonly tone: Tone;
  readonly text: string;
} {
  if (ending !== undefined) return { tone: 'off', text: 'Being removed' };
  if (!enabled) return { tone: 'off', text: 'Disabled' };
  if (paused) return { tone: 'bad', text: 'Paused' };
  if (preview) return { tone: 'plain', text: 'Preview' };
  if (liveCredentials === 0) return { tone: 'warn', text: 'Not connected' };
  const hasWorked = checklist?.steps.some(({ step, at }) => step === 'accepted' && at !== undefined) ?? true;
  return hasWorked ? { tone: 'ok', text: 'Live' } : { tone: 'warn', text: 'Waiting' };
}

/** The same in a sentence, with what happened lately. */
export function summaryOf(
  condition: Condition,
  activity: Activity,
): { readonly tone: Tone; readonly text: ComponentChildren } {
  const { tone } = stateOf(condition);
  if (condition.ending !== undefined) return { tone, text: 'This integration is being removed.' };
  if (!condition.enabled)
    return { tone, text: 'Disabled. Every request of the identity provider is refused.' };
  if (condition.paused) return { tone, text: `Paused: ${condition.paused.reason}.` };
  if (condition.liveCredentials === 0)
    return { tone, text: 'No credential is live. Generate one to connect.' };
  const { last, refused, isMore, refusedAt } = activity;
  if (last === undefined)
    return { tone: 'warn', text: 'Waiting for the first request of the identity provider.' };
  const text = (
    <>
      {condition.preview ? 'Preview: requests are stored and change nothing yet.' : 'Working.'} Last request{' '}
      <Time at={last} />
      {', '}
      {refused === 0 ? (
        'none refused'
      ) : (
        <Link to={refusedAt}>
          {refused}
          {isMore && ' or more'} refused
        </Link>
      )}{' '}
      in the last 24 hours.
    </>
  );
  return { tone, text };
}

/** The button with which an owner ends an unusual state. */
export function WayOut({ at, of, name }: { at: string; of: Condition; name: string }) {
  if (of.ending !== undefined) return null;
  if (!of.enabled)
    return (
      <Form action={`${at}/enable`}>
        <Button kind="small" label={`Enable ${name}`}>
          Enable
        </Button>
      </Form>
    );
  const way = wayOut(of);
  return way ? (
    <ButtonLink to={at + way.page} kind="small" label={`${way.text}: ${name}`}>
      {way.text}
    </ButtonLink>
  ) : null;
}

function wayOut({ paused, preview, liveCredentials }: Condition) {
  if (paused) return { page: '/paused', text: 'Decide what happens' };
  if (preview) return { page: '/plan', text: 'Show the plan' };
  if (liveCredentials === 0) return { page: '/credentials/new', text: 'Generate a credential' };
  return undefined;
}
