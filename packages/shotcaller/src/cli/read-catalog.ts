import type { Catalog } from '@shotcaller/core';
import { loadCatalog } from '../catalog/load.ts';
import { noHome } from '../settings/default-home.ts';
import { readSettings } from '../settings/settings.ts';
import type { CommandContext } from './context.ts';
import { underFlag } from './under-flag.ts';
import { UsageError } from './usage-error.ts';

export interface ReadCatalogOptions {
  /** `live`, `bundled` or a file. Default what `--catalog` says. */
  readonly choice?: string | undefined;
  /** Whose list. Default the environment's. */
  readonly baseUrl?: string;
  /** Clips are bought there: no other server's list stands in for its own. */
  readonly forBuying?: boolean;
}

/** The catalogue that the flags and the environment ask for; what stood in for what is said on standard error. */
export async function readCatalog(context: CommandContext, options: ReadCatalogOptions = {}): Promise<Catalog> {
  const settings = readSettings(context.environment);
  const { choice = context.flags.text('catalog'), baseUrl = settings.baseUrl, forBuying = false } = options;
  const load = () =>
    loadCatalog({
      choice,
      baseUrl,
      home: settings.home,
      fetch: context.fetch,
      clock: context.clock,
      signal: context.signal,
      forBuying,
    });
  const isNamed = choice !== undefined && choice === context.flags.text('catalog');
  const { catalog, notices } = await (isNamed ? underFlag('catalog', load) : load()).catch((error: unknown) => {
    const isFile = choice !== undefined && choice !== 'live' && choice !== 'bundled';
    throw isFile && error instanceof Error ? new UsageError(error.message, { cause: error }) : error;
  });
  // Where there is no home, nothing can be kept, and nobody needs to mend that to choose.
  const told = notices.filter(({ code }) => code !== 'cache_not_written' || settings.home !== noHome);
  if (told.length > 0) {
    const { catalogNoticeText } = await import('../catalog/notice.ts');
    for (const notice of told) context.terminal.talk(`${catalogNoticeText(notice)}\n`);
  }
  return catalog;
}
