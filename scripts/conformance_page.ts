import { sources } from '../test/conformance/requirements/index.ts';
import type { Requirement, Source } from '../test/conformance/requirements/types.ts';

const BEGIN = '<!-- The rest of this page is written by `npm run docs`. -->';

/** The text of docs/conformance.md: what is written by hand, and the statement from test/conformance/requirements. */
export function conformancePage(present: string): string {
  const [byHand = ''] = present.split(BEGIN);
  return `${byHand.trimEnd()}\n\n${BEGIN}\n\n${statement()}`;
}

function statement(): string {
  const all = sources.flatMap(({ requirements }) => requirements);
  const count = (verdict: string) => all.filter((each) => verdictOf(each) === verdict).length;
  return `## Requirement by requirement

${all.length} requirements: ${count('conforms')} are met, ${count('deviates')} are not, with the reason, ${count('does not apply')} do not apply. [\`test/conformance/requirements\`](../test/conformance/requirements)
has them, each with its test. A requirement that is met and names no test is its own test, in
[\`requirements.test.ts\`](../test/conformance/requirements.test.ts): its title is source, section and text.

\`\`\`sh
npm run mocha -- --grep "RFC 7644 3.3"
\`\`\`

${sources.map(sectionOf).join('\n')}`;
}

function sectionOf(source: Source): string {
  const rows = source.requirements.map(
    (each) =>
      `| ${each.section} | ${each.level} | ${escaped(each.text)} | ${verdictOf(each)} | ${escaped(proofOf(source, each))} |`,
  );
  return `### ${source.name}

${source.document}

| section | level | requirement | verdict | test, or reason |
|---|---|---|---|---|
${rows.join('\n')}
`;
}

function verdictOf(requirement: Requirement): 'conforms' | 'deviates' | 'does not apply' {
  if ('deviates' in requirement) return 'deviates';
  return 'notApplicable' in requirement ? 'does not apply' : 'conforms';
}

function proofOf(source: Source, requirement: Requirement): string {
  if ('deviates' in requirement) return requirement.deviates;
  if ('notApplicable' in requirement) return requirement.notApplicable;
  return 'test' in requirement ? `\`${requirement.test}\`` : `\`${source.name} ${requirement.section}: …\``;
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}
