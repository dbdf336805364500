import { useSyncExternalStore } from 'react';

/** A place on the page: `#/jobs/ID?status=open`. */
export interface Route {
  readonly page: Page;
  /** The job, the shot, the project, or the name of the batch. */
  readonly id: string | null;
  readonly query: string;
}

type Page =
  | 'create'
  | 'takes'
  | 'shot'
  | 'project'
  | 'batch'
  | 'view'
  | 'jobs'
  | 'job'
  | 'spend'
  | 'models'
  | 'keys'
  | 'settings';

/** Pages by their first word, and by the words of older links. */
const pages: Readonly<Record<string, Page>> = {
  create: 'create',
  choose: 'create',
  takes: 'takes',
  projects: 'takes',
  batches: 'takes',
  view: 'takes',
  jobs: 'jobs',
  spend: 'spend',
  ledger: 'spend',
  models: 'models',
  catalogue: 'models',
  keys: 'keys',
  settings: 'settings',
};

/** Reads the part of an address after `#`. Anything unknown is the first page. */
export function routeOf(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  const [word = '', id] = path.split('/');
  const page = Object.hasOwn(pages, word) ? pages[word]! : 'create';
  if (page === 'jobs' && id) return { page: 'job', id: decoded(id), query };
  if (word === 'view' && id) return { page: 'view', id: decoded(id), query };
  if (word === 'projects' && id) return { page: 'project', id: decoded(id), query };
  if (word === 'batches' && id) return { page: 'batch', id: decoded(id), query };
  if (page === 'takes' && id) return { page: 'shot', id: decoded(id), query };
  return { page, id: null, query };
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return routeOf(hash);
}

/** Goes to another place that takes the place of this one in the history: Back leads to what was before. */
export function replaceBy(hash: string): void {
  location.replace(`${location.pathname}${location.search}${hash}`);
  // The browser tells of it a while later; a box that was ticked would stand unticked until then.
  for (const watcher of watchers) watcher();
}

const watchers = new Set<() => void>();

function subscribe(onChange: () => void): () => void {
  watchers.add(onChange);
  addEventListener('hashchange', onChange);
  return () => {
    watchers.delete(onChange);
    removeEventListener('hashchange', onChange);
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
