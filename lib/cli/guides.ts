import type { Part, Step } from '../guides/index.ts';
import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { fields, joined, table } from './terminal/layout.ts';
import type { Paint } from './terminal/paint.ts';

export const guideShow = commandOf(operations.guideShow, {
  example: 'guide show acme --provider okta',
  positional: ['group'],
  text: ({ name, scim, saml }, paint) =>
    joined(
      paint('bold', `Provisioning with ${name}`),
      partText(scim, paint),
      paint('bold', `Sign-in with ${name}`),
      partText(saml, paint),
    ),
});

function partText({ about, steps, mappings, test, failures }: Part, paint: Paint): string {
  return joined(
    worded(about),
    ...steps.map((step, at) => stepText(step, at, paint)),
    mappings.length === 0
      ? undefined
      : table(
          ['there', 'here', 'note'],
          mappings.map(({ theirs, ours, note = '' }) => [theirs, ours, note]),
          paint,
        ),
    test.length === 0 ? undefined : 'Test:',
    ...test.map((step, at) => stepText(step, at, paint)),
    failures.length === 0 ? undefined : 'If something fails:',
    ...failures.map(({ shown, means }) => `${worded(shown)}: ${worded(means)}`),
  );
}

function stepText({ text, fields: given = [] }: Step, at: number, paint: Paint): string {
  const shown = given.map((field) => [field.name, 'enter' in field ? field.enter : field.choose] as const);
  return `${at + 1}. ${worded(text)}${shown.length === 0 ? '' : `\n${fields(shown, paint)}`}`;
}

/** A text of a guide without its marks. */
function worded(text: string): string {
  return text.replaceAll('**', '').replaceAll('`', '');
}
