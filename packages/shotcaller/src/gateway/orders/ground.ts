import type { Catalog } from '@shotcaller/core';
import type { PlanningGround } from '../../choice/select-planner.ts';
import type { GatewayOptions } from '../options.ts';

/** What choices are made from: the catalogue, and the evidence with own runs, read again at most every half minute. */
export function createGround({
  catalog,
  shotcaller,
  now,
  jobsNow,
}: Pick<GatewayOptions, 'catalog' | 'shotcaller'> & { readonly now: () => number; readonly jobsNow: () => number }) {
  let held: { readonly atMs: number; readonly ground: Promise<Omit<PlanningGround, 'now'>> } | undefined;

  async function read(): Promise<Omit<PlanningGround, 'now'>> {
    const [list, evidence] = await Promise.all([catalog(), shotcaller.evidence()]);
    return { catalog: list, evidence };
  }

  return {
    async ground(): Promise<PlanningGround> {
      if (!held || now() - held.atMs > believedMs) {
        const ground = read();
        held = { atMs: now(), ground };
        // The next one asks again.
        ground.catch(() => {
          held = undefined;
        });
      }
      return { ...(await held.ground), now: new Date(jobsNow()).toISOString() };
    },
    async catalog(): Promise<Catalog> {
      return (await this.ground()).catalog;
    },
  };
}

const believedMs = 30_000;

export type Ground = ReturnType<typeof createGround>;
