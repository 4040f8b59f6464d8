import { limits } from '../../../config/limits.ts';
import { HOUR, type Runtime } from '../../kernel/index.ts';

/** When metadata is fetched next: sooner after a failure, and spread by chance so that not all come at once. */
export function nextRefresh({ now, random }: Pick<Runtime, 'now' | 'random'>, failures = 0): number {
  const { samlRefreshMinMs: least, samlRefreshMaxMs: most } = limits;
  const chance = random(4).readUInt32BE() / 2 ** 32;
  const retry = failures > 0 ? Math.min(HOUR * 2 ** (failures - 1), least) : least;
  return Math.floor(now() + retry + chance * (failures > 0 ? retry : most - least));
}
