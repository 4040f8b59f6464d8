/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { useHere } from '../layout/here.ts';

interface LinkProps {
  readonly to: string;
  readonly class?: string;
  /** Whether it leads to the section that is shown. */
  readonly current?: boolean;
  readonly label?: string;
  readonly children: ComponentChildren;
}

/** A link to a local path. */
export function Link({ to, class: kind, current = false, label, children }: LinkProps) {
  return (
    <a href={useHere().base + to} class={kind} aria-current={current ? 'page' : undefined} aria-label={label}>
      {children}
    </a>
  );
}

interface FormProps {
  readonly action: string;
  /** Hidden fields. */
  readonly hidden?: Readonly<Record<string, string>>;
  /** Whether it may carry files, or more than a short form does. */
  readonly isUpload?: boolean;
  readonly children: ComponentChildren;
}

/** A form that posts to a local path, with a form token. */
export function Form({ action, hidden = {}, isUpload = false, children }: FormProps) {
  const { base, formToken } = useHere();
  return (
    <form
      method="post"
      action={base + action}
      {...(isUpload ? { enctype: 'multipart/form-data' as const } : {})}
    >
      <input type="hidden" name="form_token" value={formToken} />
      {Object.entries(hidden).map(([name, value]) => (
        <input type="hidden" name={name} value={value} key={name} />
      ))}
      {children}
    </form>
  );
}

interface GetFormProps {
  readonly action: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** A form that changes nothing: its fields become the query of the next page. */
export function GetForm({ action, class: kind, children }: GetFormProps) {
  return (
    <form method="get" action={useHere().base + action} class={kind}>
      {children}
    </form>
  );
}

/** `main` is the one that a page is for; `danger` cannot be undone, and `final` is the page that asks about it. */
export type ButtonKind = 'main' | 'plain' | 'small' | 'danger' | 'final';

const classes: Readonly<Record<ButtonKind, string>> = {
  main: 'button main',
  plain: 'button',
  small: 'button small',
  danger: 'button small danger',
  final: 'button main danger',
};

interface ButtonProps {
  readonly children: ComponentChildren;
  readonly kind?: ButtonKind;
  /** The text for a screen reader, when several buttons show the same text. */
  readonly label?: string;
}

export function Button({ children, kind = 'main', label }: ButtonProps) {
  return (
    <button type="submit" class={classes[kind]} aria-label={label}>
      {children}
    </button>
  );
}

/** A link that looks like a button, for what begins on another page. */
export function ButtonLink({ to, children, kind = 'plain', label }: ButtonProps & { to: string }) {
  return (
    <Link to={to} class={classes[kind]} {...(label === undefined ? {} : { label })}>
      {children}
    </Link>
  );
}

/** A disabled button, with the reason beside it. */
export function Greyed({
  text,
  reason,
  kind = 'plain',
}: {
  text: string;
  reason: string;
  kind?: ButtonKind;
}) {
  const id = `why-${text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
  return (
    <span class="greyed">
      <small id={id}>{reason}</small>
      <button type="button" class={classes[kind]} disabled aria-describedby={id}>
        {text}
      </button>
    </span>
  );
}
