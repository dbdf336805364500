import type { Catalog } from '@shotcaller/core';
import { loadCatalog } from '../catalog/load.ts';
import { readSettings } from '../settings/settings.ts';
import type { CommandContext } from './context.ts';

/** The catalogue that the flags and the environment ask for; what stood in for what is said on standard error. */
export async function readCatalog(context: CommandContext, choice = context.flags.text('catalog')): Promise<Catalog> {
  const { baseUrl, home } = readSettings(context.environment);
  const { catalog, notices } = await loadCatalog({
    choice,
    baseUrl,
    home,
    fetch: context.fetch,
    clock: context.clock,
    signal: context.signal,
  });
  if (notices.length > 0) {
    const { catalogNoticeText } = await import('../catalog/notice.ts');
    for (const notice of notices) context.terminal.talk(`${catalogNoticeText(notice)}\n`);
  }
  return catalog;
}
