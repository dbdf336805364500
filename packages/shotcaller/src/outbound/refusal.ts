/** Why an address is not called. */
export type OutboundRefusalCode =
  | 'url_unreadable'
  | 'scheme_not_allowed'
  | 'credentials_in_url'
  | 'address_not_public'
  | 'redirect_without_location'
  | 'too_many_redirects';

/** A request that was not made, because its URL or the address behind it is not one that may be called. */
export class OutboundRefused extends Error {
  override readonly name = 'OutboundRefused';
  readonly code: OutboundRefusalCode;
  /** Scheme and host, never path, query or credentials. */
  readonly target: string;

  constructor(code: OutboundRefusalCode, target: string) {
    super(refusalText(code, target));
    this.code = code;
    this.target = target;
  }
}

/** What was wrong with the URL, and the next step. */
export function refusalText(code: OutboundRefusalCode, target: string): string {
  return `${target}: ${reasons[code]}`;
}

const reasons: Readonly<Record<OutboundRefusalCode, string>> = {
  url_unreadable: 'this is not a URL. Give a full one, for example https://example.com/mug.png.',
  scheme_not_allowed: 'only http and https URLs are fetched. Put the file on a web server and give its https URL.',
  credentials_in_url: 'a URL with a user name or password is not fetched. Use a link that needs no login.',
  address_not_public: 'this host is not on the public internet. Use a URL that anybody can open.',
  redirect_without_location: 'the server redirects without saying where to. Give the final URL.',
  too_many_redirects: 'the server redirects too often. Give the final URL.',
};
