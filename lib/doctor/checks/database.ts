import { limits } from '../../../config/limits.ts';
import { failed, ok, skipped, warning } from '../findings.ts';
import { type Check, isFailure } from '../types.ts';

/** MongoDB is a replica set that survives the loss of a member, and a majority acknowledges writes. */
export const database: Check = {
  name: 'database',
  find({ mongo }) {
    if (mongo === undefined)
      return skipped(
        'The embedded store is in use: one process on one machine. For more, see docs/mongodb.md.',
      );
    if (isFailure(mongo)) return failed(mongo.problem);
    const { unsuitable, members, majorityMs, version } = mongo;
    if (unsuitable !== undefined) return failed(unsuitable);
    if (members !== undefined && members < 3)
      return warning(
        `The replica set has ${members === 1 ? 'one member' : 'two members'} with data: without one of them nobody can ` +
          'write. Add members until there are three.',
      );
    if (majorityMs > limits.doctorMajorityMs)
      return warning(
        `A majority needs ${Math.round(majorityMs)} ms for a write. See whether a member lags: rs.printSecondaryReplicationInfo().`,
      );
    return ok(
      `MongoDB ${version}${members === undefined ? '' : ` with ${members} members`}; a majority acknowledges writes.`,
    );
  },
};
