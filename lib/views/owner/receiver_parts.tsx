/** @jsxRuntime automatic @jsxImportSource preact */
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Time } from '../components/time.tsx';

interface Shown {
  /** The path of the receiver. */
  readonly here: string;
  readonly noun: 'webhook' | 'stream';
  readonly name: string;
  readonly state: 'enabled' | 'paused' | 'disabled';
  readonly dead: number;
  /** The button that ends or begins deliveries: the last part of its path, and its text. */
  readonly turn: { readonly path: string; readonly text: string };
  /** What can be rotated; absent for nothing. */
  readonly proof?: string | undefined;
}

/** What may be done with a webhook or a stream. */
export function ReceiverActs({ here, noun, name, state, dead, turn, proof }: Shown) {
  return (
    <div class="buttons">
      {state === 'enabled' && (
        <Form action={`${here}/test`}>
          <Button kind="small">Send a test event</Button>
        </Form>
      )}
      {state !== 'disabled' && dead > 0 && (
        <Form action={`${here}/redeliver`}>
          <Button kind="small">Send the dead again</Button>
        </Form>
      )}
      <Form action={`${here}/${turn.path}`}>
        <Button kind="small">{turn.text}</Button>
      </Form>
      {proof !== undefined && (
        <ButtonLink to={`${here}/rotate`} kind="small">
          Rotate the {proof}
        </ButtonLink>
      )}
      <ButtonLink to={`${here}/remove`} kind="danger" label={`Remove the ${noun} ${name}`}>
        Remove
      </ButtonLink>
    </div>
  );
}

interface Health {
  readonly problem?: string;
  readonly failingSince?: string;
  readonly waiting: number;
  readonly dead: number;
}

/** The facts of how its deliveries go. */
export function healthFacts({ problem, failingSince, waiting, dead }: Health) {
  return [
    ...(problem === undefined ? [] : [{ name: 'Disabled because', value: problem }]),
    ...(failingSince === undefined ? [] : [{ name: 'Failing since', value: <Time at={failingSince} /> }]),
    { name: 'Waiting', value: String(waiting) },
    { name: 'Dead', value: String(dead) },
  ];
}
