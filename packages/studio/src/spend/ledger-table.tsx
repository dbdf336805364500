import { dollars } from '@shotcaller/core';
import type { LedgerLine } from '../api/wire.ts';
import { ModelName } from '../controls/model-name.tsx';
import { stateNames } from '../jobs/job-sentences.ts';
import { SumCells, SumHeads } from './sum-cells.tsx';

/** The ledger line by line, newest day first. */
export function LedgerTable({ lines }: { readonly lines: readonly LedgerLine[] }) {
  return (
    <section aria-labelledby="lines-title">
      <h2 id="lines-title">By day, model and end</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a block that scrolls must be reachable by keyboard */}
      <section className="scroll" tabIndex={0} aria-label="Ledger lines">
        <table className="ledger-table figures-table">
          <thead>
            <tr>
              <th scope="col">day (UTC)</th>
              <th scope="col">model</th>
              <th scope="col">end</th>
              <SumHeads />
            </tr>
          </thead>
          <tbody>
            {lines.toReversed().map((line) => (
              <tr key={`${line.day} ${line.model} ${line.status}`}>
                <td>{line.day}</td>
                <th scope="row">
                  <ModelName id={line.model} />
                </th>
                <td>{stateNames[line.status]}</td>
                <SumCells
                  sums={line}
                  billed={line.unknownBills > 0 ? `${dollars(line.assumedUsd)} assumed` : dollars(line.billedUsd)}
                />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
