import { failed, ok, skipped, warning } from '../findings.ts';
import type { Check } from '../types.ts';

/** DATA_DIR can be written, by nobody else. */
export const dataDir: Check = {
  name: 'data_dir',
  find({ config, directory: { unwritable, exposed } }) {
    const isNeeded = config.mongodbUri === undefined || config.smtpUrl === undefined;
    if (unwritable !== undefined && isNeeded)
      return failed(`DATA_DIR cannot be written: ${unwritable}. Give it to the user of the service.`);
    if (unwritable !== undefined)
      return skipped('Nothing is written to DATA_DIR: MongoDB has the data, and the mail server the mails.');
    if (exposed.length > 0) return warning(exposed.join(' '));
    return ok(`${config.dataDir} belongs to the service alone.`);
  },
};
