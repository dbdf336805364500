import { dollars } from '@shotcaller/core';
import type { ReactNode } from 'react';

/** The heads of the columns of sums. */
export function SumHeads() {
  return ['jobs', 'quoted', 'billed', 'reserved'].map((name) => (
    <th key={name} scope="col" className="number">
      {name}
    </th>
  ));
}

/** The sums of one row; `billed` as the table tells it. */
export function SumCells({
  sums,
  billed,
}: {
  readonly sums: { readonly jobs: number; readonly quotedUsd: string; readonly reservedUsd: string };
  readonly billed: ReactNode;
}) {
  return (
    <>
      <td className="number">{sums.jobs}</td>
      <td className="number">{dollars(sums.quotedUsd)}</td>
      <td className="number">{billed}</td>
      <td className="number">{dollars(sums.reservedUsd)}</td>
    </>
  );
}
