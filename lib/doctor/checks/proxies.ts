import { failed, ok, skipped, warning } from '../findings.ts';
import { type Check, isFailure } from '../types.ts';

/** TRUSTED_PROXIES is the number of proxies that add to `X-Forwarded-For`. */
export const proxies: Check = {
  name: 'proxies',
  find({ config: { publicUrl, trustedProxies: trusted }, visit }) {
    if (visit === undefined || isFailure(visit) || visit.added === undefined)
      return skipped('This installation does not answer at PUBLIC_URL. See public_url.');
    const { added, isForged, client } = visit;
    const found = added.length;
    const remedy = `Set TRUSTED_PROXIES to ${found}.`;
    if (isForged)
      return failed(
        `TRUSTED_PROXIES is ${trusted}, but ${counted(found)}: a client can forge its address. ${remedy}`,
      );
    if (trusted < found)
      return failed(
        `TRUSTED_PROXIES is ${trusted}, but ${counted(found)}: the service takes the proxy ${client} for every client. ${remedy}`,
      );
    if (trusted > found) return warning(`TRUSTED_PROXIES is ${trusted}, but ${counted(found)}. ${remedy}`);
    if (found === 0 && publicUrl.startsWith('https:'))
      return warning(
        `The proxy in front adds nothing to X-Forwarded-For, so the service takes ${client} for every client. Let it add ` +
          'the header, and set TRUSTED_PROXIES to 1.',
      );
    return ok(
      `TRUSTED_PROXIES is ${trusted}, and ${counted(found)}; the service sees this machine as ${client}.`,
    );
  },
};

function counted(found: number): string {
  return found === 1
    ? 'one proxy adds an address to X-Forwarded-For'
    : `${found} proxies add an address to X-Forwarded-For`;
}
