import { credentialsOf, type Integration, isLive } from '../integrations/index.ts';
import { concerned, settingsOf } from '../provisioning/index.ts';
import type { Reader } from '../store/index.ts';
import { type AccountRef, accountRefById, iso } from './views.ts';

export type IntegrationView = ReturnType<typeof integrationView>;

export interface PauseView {
  readonly at: string;
  readonly reason: string;
  readonly removals: number;
  /** The account whose removal was refused first. */
  readonly refused: AccountRef;
  /** The accounts that have lost access, and would get it back. */
  readonly concerned: readonly AccountRef[];
}

export function integrationView(integration: Integration, now: number) {
  const { id, name, description, enabled, preset, createdAt, paused } = integration;
  const liveCredentials = credentialsOf(integration).filter((one) => isLive(one, now)).length;
  return {
    id,
    name,
    description,
    enabled,
    preset: preset ?? 'generic',
    ...(integration.ending ? { ending: integration.ending } : {}),
    ...(integration.preview ? { preview: true } : {}),
    ...(paused ? { paused: { at: iso(paused.at), reason: paused.reason, removals: paused.removals } } : {}),
    settings: settingsOf(integration),
    liveCredentials,
    createdAt: iso(createdAt),
  };
}

export async function pauseView(reader: Reader, integration: Integration): Promise<PauseView | undefined> {
  const { paused } = integration;
  if (!paused) return undefined;
  const { at, reason, removals, refused } = paused;
  const people = await concerned(reader, integration);
  return {
    at: iso(at),
    reason,
    removals,
    refused: await accountRefById(reader, refused),
    concerned: await Promise.all(people.map((id) => accountRefById(reader, id))),
  };
}
