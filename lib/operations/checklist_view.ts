import { type Reached, type SetUpStep, setUpSteps } from '../integrations/index.ts';
import { iso } from './views.ts';

/** What the set-up of an integration has reached: each step with its first time, once there is one. */
interface ChecklistView {
  readonly steps: readonly { readonly step: 'contact' | SetUpStep; readonly at?: string }[];
  /** Where the first accepted request came from. */
  readonly from?: { readonly ip: string; readonly userAgent: string };
  /** The newest request of the group whose credentials belong to no integration. */
  readonly wrongCredentials?: { readonly at: string; readonly ip: string; readonly userAgent: string };
}

export function checklistView({ firsts, stranger }: Reached): ChecklistView {
  const contacts = [firsts?.at.accepted, stranger?.firstAt].filter((at) => at !== undefined);
  const contact = contacts.length === 0 ? undefined : Math.min(...contacts);
  return {
    steps: [
      { step: 'contact', ...time(contact) },
      ...setUpSteps.map((step) => ({ step, ...time(firsts?.at[step]) })),
    ],
    ...(firsts ? { from: { ip: firsts.ip, userAgent: firsts.userAgent } } : {}),
    ...(stranger
      ? { wrongCredentials: { at: iso(stranger.lastAt), ip: stranger.ip, userAgent: stranger.userAgent } }
      : {}),
  };
}

function time(at: number | undefined): { readonly at?: string } {
  return at === undefined ? {} : { at: iso(at) };
}
