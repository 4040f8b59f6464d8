/** Whether a host name or an address is unreachable from other machines. */
export function isThisMachine(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || /^(127(\.\d+){3}|\[?::1\]?)$/.test(host);
}
