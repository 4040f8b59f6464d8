import { limits } from '../../../config/limits.ts';
import { HOUR, type Runtime } from '../../kernel/index.ts';

/** The time of the next metadata fetch: sooner after a failure, with a random offset to spread the load. */
export function nextRefresh({ now, random }: Pick<Runtime, 'now' | 'random'>, failures = 0): number {
  const { samlRefreshMinMs: least, samlRefreshMaxMs: most } = limits;
  const chance = random(4).readUInt32BE() / 2 ** 32;
  const retry = failures > 0 ? Math.min(HOUR * 2 ** (failures - 1), least) : least;
  return Math.floor(now() + retry + chance * (failures > 0 ? retry : most - least));
}
