import { readUsd } from '@shotcaller/core';
import type { Caps } from './caps.ts';

/** Spending limits as a program writes them: `5`, `"5"` and `"$5.00"` are the same. `undefined`: no limit. Days and months are UTC. */
export interface GivenCaps {
  /** Most that all attempts of one job may cost together. */
  readonly perJobUsd?: string | number | undefined;
  readonly perDayUsd?: string | number | undefined;
  readonly perMonthUsd?: string | number | undefined;
}

const names = ['perJobUsd', 'perDayUsd', 'perMonthUsd'] as const;

/** The limits as exact decimals. Throws `TypeError` for a name or an amount that is none: a limit that is not understood must not pass for none. */
export function readCaps(given: GivenCaps): Caps {
  const unknown = Object.keys(given).find((name) => !names.some((known) => known === name));
  if (unknown !== undefined) throw new TypeError(`caps.${unknown} is not a limit. Use ${names.join(', ')}.`);
  return Object.fromEntries(
    names.flatMap((name) => {
      const amount = given[name];
      return amount === undefined ? [] : [[name, givenUsd(amount, `caps.${name}`)]];
    }),
  );
}

/** An amount that an option gives, as an exact decimal. Throws `TypeError`, which names the option. */
export function givenUsd(given: string | number, option: string): string {
  const amount = readUsd(given);
  if (amount !== undefined) return amount;
  throw new TypeError(
    `${option}: ${String(given).slice(0, 40)} is not an amount in US dollars. Nothing was bought. Write for example "2.50".`,
  );
}
