/** @jsxRuntime automatic @jsxImportSource preact */
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Banner } from '../components/notice.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  readonly title: string;
  /** What happens, in bold, and what that means. */
  readonly effect: string;
  readonly more: string;
  readonly action: string;
  readonly hidden?: Readonly<Record<string, string>>;
  readonly button: string;
  readonly back: string;
}

/** Asks before something that hurts; the button names the thing. */
export function confirmPage(shown: Shown): Page {
  const { side, crumbs, title, effect, more, action, hidden = {}, button, back } = shown;
  return {
    title,
    side,
    crumbs,
    body: (
      <div class="card slim">
        <Banner tone="problem" title={effect}>
          {more}
        </Banner>
        <div class="buttons after">
          <Form action={action} hidden={hidden}>
            <Button kind="final">{button}</Button>
          </Form>
          <ButtonLink to={back}>Cancel</ButtonLink>
        </div>
      </div>
    ),
  };
}
