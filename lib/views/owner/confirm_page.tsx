/** @jsxRuntime automatic @jsxImportSource preact */
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Banner, Refused } from '../components/notice.tsx';
import { type Asked, OwnPassword } from '../components/own_password.tsx';
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
  /** Whether it can be undone. If so, the page shows no alarm. */
  readonly isHarmless?: boolean;
  readonly asked?: Asked;
  readonly problem?: string | undefined;
  readonly back: string;
}

/** Asks before something that hurts; the button names the thing. */
export function confirmPage(shown: Shown): Page {
  const { side, crumbs, title, effect, more, action, hidden = {}, button, back } = shown;
  const { isHarmless = false, asked, problem } = shown;
  return {
    title,
    side,
    crumbs,
    body: (
      <div class="card slim">
        <Banner tone={isHarmless ? 'info' : 'problem'} title={effect}>
          {more}
        </Banner>
        <div class="after">
          <Form action={action} hidden={hidden}>
            <Refused why={problem} />
            {asked && <OwnPassword {...asked} />}
            <div class="buttons">
              <Button kind={isHarmless ? 'main' : 'final'}>{button}</Button>
              <ButtonLink to={back}>Cancel</ButtonLink>
            </div>
          </Form>
        </div>
      </div>
    ),
  };
}
