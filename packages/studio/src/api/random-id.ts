/**
 * Thirteen characters by chance, `1b9d6bcd-bbfd`: 48 bits, enough for the shots and projects of a browser. `crypto.randomUUID` is missing on pages
 * that are served without TLS to other machines.
 */
export function randomId(): string {
  const hex = [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}
