/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren, InputHTMLAttributes } from 'preact';
import { useHere } from './here.ts';

/** A link to a path of ours. */
export function Link({ to, children }: { to: string; children: ComponentChildren }) {
  return <a href={useHere().base + to}>{children}</a>;
}

interface FormProps {
  readonly action: string;
  /** Further fields that nobody sees. */
  readonly hidden?: Readonly<Record<string, string>>;
  readonly inline?: boolean;
  readonly children: ComponentChildren;
}

/** A form that posts to a path of ours, and proves that it is ours. */
export function Form({ action, hidden = {}, inline = false, children }: FormProps) {
  const { base, formToken } = useHere();
  return (
    <form method="post" action={base + action} class={inline ? 'inline' : undefined}>
      <input type="hidden" name="form_token" value={formToken} />
      {Object.entries(hidden).map(([name, value]) => (
        <input type="hidden" name={name} value={value} key={name} />
      ))}
      {children}
    </form>
  );
}

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'email' | 'password';
  readonly autocomplete: string;
  readonly value?: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** A labelled input with its hint and its error. */
export function Field(props: FieldProps) {
  const { name, label, type = 'text', value = '', hint, error } = props;
  const notes = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ');
  return (
    <p class="field">
      <label for={name}>{label}</label>
      {hint && (
        <span class="hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
      {inputOf(type, {
        id: name,
        name,
        value,
        autocomplete: props.autocomplete,
        autocapitalize: 'none',
        spellcheck: false,
        required: true,
        minLength: props.minLength,
        maxLength: props.maxLength,
        'aria-describedby': notes || undefined,
        'aria-invalid': error ? true : undefined,
      } as const)}
      {error && (
        <span class="error" id={`${name}-error`}>
          {error}
        </span>
      )}
    </p>
  );
}

type Attributes = Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'role' | 'list'>;

function inputOf(type: 'text' | 'email' | 'password', attributes: Attributes) {
  switch (type) {
    case 'text':
      return <input {...attributes} type="text" />;
    case 'email':
      return <input {...attributes} type="email" />;
    case 'password':
      return <input {...attributes} type="password" />;
  }
}

interface ButtonProps {
  readonly children: ComponentChildren;
  readonly kind?: 'main' | 'plain' | 'danger';
  /** What a screen reader says in the place of the text, where several buttons have the same. */
  readonly label?: string;
}

export function Button({ children, kind = 'main', label }: ButtonProps) {
  return (
    <button type="submit" class={kind} aria-label={label}>
      {children}
    </button>
  );
}

/** A message that the page opens with. */
export function Notice({
  kind,
  children,
}: {
  kind: 'done' | 'problem' | 'info';
  children: ComponentChildren;
}) {
  return (
    <div class={`notice ${kind}`} role={kind === 'problem' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}

export function Badge({ kind, children }: { kind?: 'good' | 'warn'; children: ComponentChildren }) {
  return <span class={kind ? `badge ${kind}` : 'badge'}>{children}</span>;
}

const absolute = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'UTC',
});
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** A moment, as a date and as a distance from now. */
export function Time({ at }: { at: number }) {
  const { now } = useHere();
  const [unit, ms] = units.find(([, size]) => Math.abs(at - now) >= size) ?? ['minute', 60_000];
  const distance =
    Math.abs(at - now) < 60_000 ? 'just now' : relative.format(Math.round((at - now) / ms), unit);
  return (
    <time dateTime={new Date(at).toISOString()}>
      {absolute.format(at)} UTC ({distance})
    </time>
  );
}
