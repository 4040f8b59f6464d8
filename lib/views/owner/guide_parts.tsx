/** @jsxRuntime automatic @jsxImportSource preact */
import { Card } from '../components/card.tsx';
import { Facts } from '../components/facts.tsx';
import { Marked } from '../components/marked.tsx';
import { Banner } from '../components/notice.tsx';
import { Table } from '../components/table.tsx';

/** A field of the form of an identity provider: copied there, or chosen. */
type FormField =
  | { readonly name: string; readonly enter: string }
  | { readonly name: string; readonly choose: string };

/** What an identity provider calls the fields of its form for provisioning. */
export interface ProviderForm {
  readonly name: string;
  readonly fields: readonly FormField[];
}

interface ShownStep {
  readonly text: string;
  readonly fields?: readonly FormField[];
}

export interface ShownPart {
  readonly isPossible: boolean;
  readonly about: string;
  readonly steps: readonly ShownStep[];
  readonly mappings: readonly { readonly theirs: string; readonly ours: string; readonly note?: string }[];
  readonly test: readonly ShownStep[];
  readonly failures: readonly { readonly shown: string; readonly means: string }[];
}

interface PartProps {
  /** Distinguishes the ids of two parts on one page. */
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** What it sets up, within a sentence. */
  readonly what: string;
  readonly part: ShownPart;
}

/** One part of a guide: the steps with the values to copy, the attributes, the test, and what errors mean. */
export function GuidePart({ id, name, title, what, part }: PartProps) {
  const { isPossible, about, steps, mappings, test, failures } = part;
  return (
    <>
      <Card id={id} title={title}>
        {isPossible ? (
          <p>
            <Marked text={about} />
          </p>
        ) : (
          <Banner tone="warn" title={`${name} cannot do this.`}>
            <Marked text={about} />
          </Banner>
        )}
        <Steps steps={steps} />
      </Card>
      {mappings.length > 0 && (
        <Card id={`${id}-attributes`} title={`Attributes for ${what}`} span={7}>
          <Table
            caption={`Attributes for ${what}`}
            columns={[{ title: 'There' }, { title: 'Here' }]}
            rows={mappings.map(({ theirs, ours, note }) => ({
              key: `${theirs} ${ours}`,
              cells: [
                <>
                  {theirs}
                  {note !== undefined && <small>{note}</small>}
                </>,
                <code key="ours">{ours}</code>,
              ],
            }))}
          />
        </Card>
      )}
      {test.length > 0 && (
        <Card id={`${id}-test`} title={`Test ${what}`} {...(mappings.length > 0 ? { span: 5 } : {})}>
          <Steps steps={test} />
        </Card>
      )}
      {failures.length > 0 && (
        <Card id={`${id}-errors`} title={`What an error of ${what} means`}>
          <dl class="terms">
            {failures.map(({ shown, means }) => (
              <div key={shown}>
                <dt>
                  <Marked text={shown} />
                </dt>
                <dd>
                  <Marked text={means} />
                </dd>
              </div>
            ))}
          </dl>
        </Card>
      )}
    </>
  );
}

function Steps({ steps }: { steps: readonly ShownStep[] }) {
  if (steps.length === 0) return null;
  return (
    <ol class="guide">
      {steps.map(({ text, fields = [] }) => (
        <li key={text}>
          <p>
            <Marked text={text} />
          </p>
          {fields.length > 0 && <FormFields fields={fields} />}
        </li>
      ))}
    </ol>
  );
}

/** The fields of a form, in its order and words, with buttons to copy what is entered. */
export function FormFields({ fields }: { fields: readonly FormField[] }) {
  return (
    <Facts
      facts={fields.map((field) =>
        'enter' in field
          ? { name: field.name, value: field.enter, copy: field.enter }
          : { name: field.name, value: field.choose },
      )}
    />
  );
}
