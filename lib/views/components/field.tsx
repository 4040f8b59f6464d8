/** @jsxRuntime automatic @jsxImportSource preact */
import type { InputHTMLAttributes } from 'preact';

interface Labelled {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
}

interface FieldProps extends Labelled {
  readonly type?: 'text' | 'email' | 'password';
  readonly autocomplete: string;
  readonly value?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly optional?: boolean;
  /** Greyed out; the hint says why. */
  readonly disabled?: boolean;
}

/** A labelled input with its hint and its error. */
export function Field(props: FieldProps) {
  const { name, type = 'text', value = '' } = props;
  return (
    <p class="field">
      <Label {...props} />
      {inputOf(type, {
        id: name,
        name,
        value,
        autocomplete: props.autocomplete,
        autocapitalize: 'none',
        spellcheck: false,
        required: props.optional !== true,
        disabled: props.disabled,
        minLength: props.minLength,
        maxLength: props.maxLength,
        ...described(props),
      } as const)}
      <Problem {...props} />
    </p>
  );
}

interface ChoiceProps extends Labelled {
  readonly value?: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
}

/** A labelled list to choose one from. */
export function Choice(props: ChoiceProps) {
  const { name, value, options } = props;
  return (
    <p class="field">
      <Label {...props} />
      <select id={name} name={name} {...described(props)}>
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.text}
          </option>
        ))}
      </select>
      <Problem {...props} />
    </p>
  );
}

interface TextAreaProps extends Labelled {
  readonly value?: string;
}

/** A labelled text of several lines. */
export function TextArea(props: TextAreaProps) {
  const { name, value = '' } = props;
  return (
    <p class="field">
      <Label {...props} />
      <textarea id={name} name={name} rows={6} spellcheck={false} {...described(props)}>
        {value}
      </textarea>
      <Problem {...props} />
    </p>
  );
}

interface FileFieldProps extends Labelled {
  /** The types and endings of files that a browser offers first. */
  readonly accept: string;
}

/** A labelled choice of a file. */
export function FileField(props: FileFieldProps) {
  const { name, accept } = props;
  return (
    <p class="field">
      <Label {...props} />
      <input type="file" id={name} name={name} accept={accept} {...described(props)} />
      <Problem {...props} />
    </p>
  );
}

function Label({ name, label, hint }: Labelled) {
  return (
    <>
      <label for={name}>{label}</label>
      {hint && (
        <span class="hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
    </>
  );
}

function Problem({ name, error }: Labelled) {
  if (!error) return null;
  return (
    <span class="error" id={`${name}-error`}>
      {error}
    </span>
  );
}

function described({ name, hint, error }: Labelled) {
  const notes = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ');
  const opensHere = error ? { 'aria-invalid': true, autofocus: true } : {};
  return { 'aria-describedby': notes || undefined, ...opensHere } as const;
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
