import { isThisMachine } from '../../../config/this_machine.ts';
import { failed, ok, skipped } from '../findings.ts';
import { type Check, isFailure, type Visit } from '../types.ts';

/** PUBLIC_URL is https, can be reached, and this very installation answers there. */
export const publicUrl: Check = {
  name: 'public_url',
  find({ config: { publicUrl: url, secrets }, visit }) {
    const { protocol, hostname } = new URL(url);
    if (isThisMachine(hostname))
      return failed(
        `PUBLIC_URL is ${url}, which only this machine can follow. Set it to the https address of the service.`,
      );
    if (protocol !== 'https:') return failed(`PUBLIC_URL is ${url}. Set it to an https address.`);
    if (visit === undefined || !secrets)
      return skipped('No service runs. Start it, and run rollcall doctor again.');
    if (isFailure(visit)) return failed(visit.problem);
    return visit.isOwn ? ok(`This installation answers at ${url}.`) : failed(strangeText(url, visit));
  },
};

function strangeText(url: string, { status, location }: Visit): string {
  if (location !== undefined && new URL(location, url).origin !== new URL(url).origin)
    return `${url} redirects to ${location}. Set PUBLIC_URL to the address that answers, or end the redirect.`;
  return (
    `${url} answers ${status}, but not as this installation. Lead it to this service with the whole path, and give every ` +
    'process the same secrets.'
  );
}
