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
  readonly button: string;
  readonly back: string;
}

/** Asks before something that hurts; the button names the thing. */
export function confirmPage({ side, crumbs, title, effect, more, action, button, back }: Shown): Page {
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
          <Form action={action}>
            <Button kind="final">{button}</Button>
          </Form>
          <ButtonLink to={back}>Cancel</ButtonLink>
        </div>
      </div>
    ),
  };
}
