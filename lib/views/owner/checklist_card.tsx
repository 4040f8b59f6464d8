/** @jsxRuntime automatic @jsxImportSource preact */
import { Card } from '../components/card.tsx';
import { Tag } from '../components/tag.tsx';
import { Time } from '../components/time.tsx';

type Step = 'contact' | 'accepted' | 'lookup' | 'user' | 'group';

export interface ShownChecklist {
  readonly steps: readonly { readonly step: Step; readonly at?: string }[];
  readonly from?: { readonly ip: string; readonly userAgent: string };
  readonly wrongCredentials?: { readonly at: string; readonly ip: string; readonly userAgent: string };
}

/** The name of each step, and what to do while it waits. */
const words: Readonly<Record<Step, readonly [title: string, wait: string]>> = {
  contact: [
    'First contact',
    'Enter the URL and a credential at the identity provider, then test the connection there.',
  ],
  accepted: [
    'Credentials accepted',
    'Copy a live credential from this page. Paste all of it, without spaces.',
  ],
  lookup: [
    'First lookup',
    'Assign one test person. Identity providers look for a person before they create one.',
  ],
  user: ['First person', 'Assign one test person. The identity provider then pushes that person.'],
  group: ['First directory group', 'Optional: push a group if groups give roles here.'],
};

/** The steps of a set-up, each with its first time or with what to do. */
export function ChecklistCard({ checklist }: { checklist: ShownChecklist }) {
  const { steps } = checklist;
  const done = steps.filter(({ at }) => at !== undefined).length;
  return (
    <Card
      id="set-up"
      title="Set-up"
      span={5}
      beside={<Tag tone={done === steps.length ? 'ok' : 'plain'}>{`${done} of ${steps.length}`}</Tag>}
    >
      <ol class="steps">
        {steps.map(({ step, at }, index) => (
          <li key={step}>
            <span class={at === undefined ? 'tick wait' : 'tick'} aria-hidden="true">
              {at === undefined ? index + 1 : '✓'}
            </span>
            <span>
              {words[step][0]}
              <span class="sr">{at === undefined ? ': waiting' : ': done'}</span>
              <Remark step={step} at={at} checklist={checklist} />
            </span>
            {at === undefined ? <span /> : <Time at={at} />}
          </li>
        ))}
      </ol>
    </Card>
  );
}

interface RemarkProps {
  readonly step: Step;
  readonly at: string | undefined;
  readonly checklist: ShownChecklist;
}

function Remark({ step, at, checklist: { from, wrongCredentials } }: RemarkProps) {
  if (step === 'accepted' && wrongCredentials)
    return (
      <small>
        Wrong credentials arrived at this group’s endpoint <Time at={wrongCredentials.at} /> from{' '}
        {wrongCredentials.ip}. {at === undefined && words.accepted[1]}
      </small>
    );
  if (at === undefined) return <small>{words[step][1]}</small>;
  if (step !== 'contact' || !from) return null;
  return (
    <small>
      from {from.ip}
      {from.userAgent !== '' && `, ${from.userAgent}`}
    </small>
  );
}
