import { type Recorded, recordings } from '../../test/idp/case.ts';
import { play } from '../../test/idp/play.ts';
import { logEntryOf } from './log_entry.ts';
import { Roster } from './roster.ts';
import type { Screen } from './screen.ts';
import type { Customer, Stage } from './stage.ts';

/** One customer and what its identity provider was recorded to send. */
export interface Story {
  readonly group: string;
  readonly provider: string;
  readonly recordings: readonly Recorded[];
}

const plan: readonly (readonly [group: string, provider: string, files: readonly string[]])[] = [
  ['okta-customer', 'Okta', ['okta/flow-lifecycle-oin']],
  [
    'entra-customer',
    'Microsoft Entra ID',
    ['entra/flow-lifecycle-default', 'entra/flow-lifecycle-aadoptscim'],
  ],
  ['onelogin-customer', 'OneLogin', ['onelogin/flow-lifecycle', 'onelogin/flow-template-legacy-schemas']],
];

/** Throws when a recording that the demo shows is not there. */
export function stories(): Story[] {
  const all = recordings();
  return plan.map(([group, provider, files]) => ({
    group,
    provider,
    recordings: files.map((file) => {
      const found = all.find((recorded) => recorded.file === file);
      if (!found) throw new Error(`test/idp/${file}.json is not there`);
      return found;
    }),
  }));
}

/** Plays a story on the stage and shows it. Throws an AssertionError when the service does not answer as recorded. */
export async function perform(story: Story, stage: Stage, screen: Screen): Promise<Customer> {
  const customer = await stage.customer(story.group);
  const { services } = stage;
  const roster = new Roster(services.store, customer.groupId);
  screen.story(story, customer);
  screen.members(story.group, await roster.look());
  for (const recorded of story.recordings) {
    screen.recording(recorded);
    await play(recorded, customer.scimUrl, customer.scimToken, async (step, exchanged) => {
      for (const one of exchanged) {
        const entry = await logEntryOf(services, customer.groupId, one.reply);
        screen.exchange(step, one, entry);
      }
      const seen = await roster.look();
      if (seen.some(({ mark }) => mark !== ' ')) screen.members(story.group, seen);
    });
  }
  return customer;
}
