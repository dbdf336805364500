import { lookup } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';
import { type Refusal, refuse } from '../refusal.ts';

/** Why a `callback_url` is refused at submit, or undefined. */
export function checkCallbackUrl(text: string, allowInsecure: boolean): Refusal | undefined {
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(allowInsecure && url.protocol === 'http:')) {
    return refuse(400, 'callback_url must use HTTPS');
  }
  if (url.username || url.password) return refuse(400, 'callback_url must not carry credentials');
  if (!allowInsecure && isPrivateName(url.hostname)) return refuse(400, 'callback_url must be a public address');
  return undefined;
}

/** Throws when a name resolves to an address that is not public: checked again right before each delivery. */
export async function assertPublicHost(hostname: string): Promise<void> {
  const addresses = await lookup(hostname.replace(/^\[|\]$/g, ''), { all: true });
  const hidden = addresses.find(({ address }) => isPrivateAddress(address));
  if (hidden) throw new Error(`${hostname} resolves to the private address ${hidden.address}`);
}

function isPrivateName(hostname: string): boolean {
  if (hostname === 'localhost' || hostname.endsWith('.localhost')) return true;
  return isPrivateAddress(hostname.replace(/^\[|\]$/g, ''));
}

function isPrivateAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() !== 'unicast';
}
