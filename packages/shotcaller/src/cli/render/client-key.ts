import { dollars } from '@shotcaller/core';
import { type KeySpend, leftOf } from '../../gateway/keys/key-spend.ts';
import type { ClientKey } from '../../jobs/records/client-key-records.ts';
import { clean } from './clean.ts';
import { tableText } from './table.ts';

/** Client keys of the gateway: name, day, what each has spent and has left, and what it may do. */
export function clientKeyTable(keys: readonly (ClientKey & KeySpend)[], columns: number): string {
  return tableText(keys, columns, [
    { title: 'name', rank: 0, cell: ({ name }) => clean(name) },
    { title: 'since', rank: 4, cell: ({ createdAt }) => createdAt.slice(0, 10) },
    { title: 'spent', rank: 0, align: 'right', cell: ({ bookedUsd }) => dollars(bookedUsd) },
    { title: 'left', rank: 1, align: 'right', cell: ({ budgetUsd, bookedUsd }) => leftText(budgetUsd, bookedUsd) },
    { title: 'today', rank: 2, align: 'right', cell: ({ bookedTodayUsd }) => dollars(bookedTodayUsd) },
    {
      title: 'left today',
      rank: 3,
      align: 'right',
      cell: ({ dailyUsd, bookedTodayUsd }) => leftText(dailyUsd, bookedTodayUsd),
    },
    { title: 'may', rank: 5, cell: mayText },
  ]);
}

function leftText(limitUsd: string | undefined, bookedUsd: string): string {
  const left = leftOf(limitUsd, bookedUsd);
  return left === null || limitUsd === undefined ? 'no limit' : `${dollars(left)} of ${dollars(limitUsd)}`;
}

function mayText({ admin, models, submitsPerMinute }: ClientKey): string {
  const limits = [
    admin ? 'admin' : '',
    models === undefined ? 'all models' : models.map(clean).join(' '),
    submitsPerMinute === undefined ? '' : `${submitsPerMinute} submits a minute`,
  ];
  return limits.filter(Boolean).join(', ');
}
