import type { ProfileName } from '@shotcaller/core';

/** What the user settled once for all jobs. Money is a decimal string in US dollars. */
export interface Config {
  /** Spending limits; `null`: none. */
  readonly caps: {
    readonly perJobUsd: string | null;
    readonly perDayUsd: string | null;
    readonly perMonthUsd: string | null;
  };
  /** `null`: the program's own default. */
  readonly defaultProfile: ProfileName | null;
  /** Where deliveries are to be sent: an https URL that reaches this program; `null`: none are asked for, jobs are polled. */
  readonly callbackUrl: string | null;
  /** Bills older than this many days correct no quote, for prices and discounts change. Default 90, after which evidence counts as old. */
  readonly billsTeachDays: number;
  /** How finished clips are waited for; `null`: `eager` where somebody waits, at a terminal or through `serve`, else `thrifty`. */
  readonly waiting: 'eager' | 'thrifty' | null;
  /** Whether pictures behind URLs are fetched once, bounded to 5 s, before a clip is bought with them. Default true. */
  readonly lookAtPictures: boolean;
  /** Where `evidence refresh` finds newer evidence: an https URL; `null`: it fetches nothing. */
  readonly evidenceUrl: string | null;
}

/** Without a config file. */
export const defaultConfig: Config = {
  caps: { perJobUsd: null, perDayUsd: null, perMonthUsd: null },
  defaultProfile: null,
  callbackUrl: null,
  billsTeachDays: 90,
  waiting: null,
  lookAtPictures: true,
  evidenceUrl: null,
};
