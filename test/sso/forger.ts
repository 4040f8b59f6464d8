import type { Rollcall } from '../helper.ts';
import type { Forged, Forgery, Keys } from './chance.ts';
import { keyPair } from './fixture.ts';
import { type Scene, saying, scene, start } from './scene.ts';

/** A forgery that is made, and the request that it answers. */
export interface Made extends Forged {
  readonly at: Scene;
  readonly request: Awaited<ReturnType<typeof start>>;
  /** Whether no other forgery was made for this group. */
  readonly isFirst: boolean;
}

/** Makes forgeries for groups of a service, one group for each way in which a provider is set up. */
export async function forger(rollcall: Rollcall): Promise<(forgery: Forgery) => Promise<Made>> {
  const [idp, stranger, ec] = await Promise.all([keyPair(), keyPair(), keyPair('ec')]);
  const keys: Keys = { idp, stranger, ec };
  const neighbour = await scene(rollcall, idp);
  const scenes = new Map<string, Scene>();
  return async ([name, , make, settings = {}, certificates]) => {
    const setUp = certificates ? name : JSON.stringify(settings);
    const isFirst = !scenes.has(setUp);
    const at = scenes.get(setUp) ?? (await scene(rollcall, idp, settings, certificates?.(keys)));
    scenes.set(setUp, at);
    const request = await start(at);
    const made = await make({ at, request, said: saying(at, request), stranger, ec, neighbour });
    return { at, request, isFirst, ...(typeof made === 'string' ? { xml: made } : made) };
  };
}
