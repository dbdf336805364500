import { useSyncExternalStore } from 'react';

/** A place on the page: `#/jobs/ID?status=open`. */
export interface Route {
  readonly page: 'choose' | 'jobs' | 'job' | 'ledger' | 'catalogue';
  /** The job, on page `job`. */
  readonly id: string | null;
  readonly query: string;
}

/** Reads the part of an address after `#`. Anything unknown is the first page. */
export function routeOf(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  const [page, id] = path.split('/');
  if (page === 'jobs' && id) return { page: 'job', id: decoded(id), query };
  if (page === 'jobs' || page === 'ledger' || page === 'catalogue') return { page, id: null, query };
  return { page: 'choose', id: null, query };
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return routeOf(hash);
}

export function goTo(hash: string): void {
  location.hash = hash;
}

function subscribe(onChange: () => void): () => void {
  addEventListener('hashchange', onChange);
  return () => removeEventListener('hashchange', onChange);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
