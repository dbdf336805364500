import { dollars } from '@shotcaller/core';
import type { ReactNode } from 'react';
import type { LedgerAnswer } from '../api/wire.ts';
import { SumCells, SumHeads } from './sum-cells.tsx';

type Sums = LedgerAnswer['total'];

/** Sums by something: jobs, quotes, bills, and what is still reserved. */
export function SumsTable({
  title,
  by,
  rows,
}: {
  readonly title: string;
  /** What stands in the first column. */
  readonly by: string;
  readonly rows: readonly { readonly key: string; readonly name: ReactNode; readonly sums: Sums }[];
}) {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a block that scrolls must be reachable by keyboard */}
      <section className="scroll" tabIndex={0} aria-label={`${title}, table`}>
        <table className="figures-table">
          <thead>
            <tr>
              <th scope="col">{by}</th>
              <SumHeads />
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, name, sums }) => (
              <tr key={key}>
                <th scope="row">{name}</th>
                <SumCells
                  sums={sums}
                  billed={
                    <>
                      {dollars(sums.billedUsd)}
                      {sums.unknownBills > 0 && ` + ${dollars(sums.assumedUsd)} assumed`}
                    </>
                  }
                />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
