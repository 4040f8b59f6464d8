import { failed, ok, warning } from '../findings.ts';
import { type Check, isFailure } from '../types.ts';

/** The mail server answers and takes the credentials. */
export const mail: Check = {
  name: 'mail',
  find({ mail: found, config: { mailFrom } }) {
    if (found === undefined)
      return warning('SMTP_URL is not set: mails go to mails.log in DATA_DIR, and nobody gets them. Set it.');
    if (isFailure(found)) return failed(found.problem);
    return ok(`The mail server takes the credentials. Send one mail to see that it takes ${mailFrom} too.`);
  },
};
