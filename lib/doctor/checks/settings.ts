import { ok, warning } from '../findings.ts';
import type { Check } from '../types.ts';

/** The configuration itself has no doubtful settings. */
export const settings: Check = {
  name: 'settings',
  find({ config }) {
    const doubts = [
      ...config.warnings,
      ...(config.mongodbCreate
        ? ['MONGODB_CREATE is true: a mistyped MONGODB_URI would begin a second installation. Remove it.']
        : []),
    ];
    return doubts.length === 0 ? ok('No setting looks wrong.') : warning(doubts.join(' '));
  },
};
