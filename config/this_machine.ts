/** Whether a host name or an address cannot be reached from another machine. */
export function isThisMachine(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || /^(127(\.\d+){3}|\[?::1\]?)$/.test(host);
}
