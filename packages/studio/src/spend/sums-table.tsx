import { dollars } from '@shotcaller/core';
import type { ReactNode } from 'react';
import type { LedgerAnswer } from '../api/wire.ts';

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
              <th scope="col" className="number">
                jobs
              </th>
              <th scope="col" className="number">
                quoted
              </th>
              <th scope="col" className="number">
                billed
              </th>
              <th scope="col" className="number">
                reserved
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, name, sums }) => (
              <tr key={key}>
                <th scope="row">{name}</th>
                <td className="number">{sums.jobs}</td>
                <td className="number">{dollars(sums.quotedUsd)}</td>
                <td className="number">
                  {dollars(sums.billedUsd)}
                  {sums.unknownBills > 0 && ` + ${dollars(sums.assumedUsd)} assumed`}
                </td>
                <td className="number">{dollars(sums.reservedUsd)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
