/** Whether a host name, without a port, is this machine by its very spelling: nothing is resolved. */
export function isLoopbackHost(hostname: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(hostname);
}
