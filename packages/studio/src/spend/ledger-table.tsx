import { dollars } from '@shotcaller/core';
import type { LedgerLine } from '../api/wire.ts';
import { ModelName } from '../controls/model-name.tsx';
import { stateNames } from '../jobs/job-sentences.ts';

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
            {lines.toReversed().map((line) => (
              <tr key={`${line.day} ${line.model} ${line.status}`}>
                <td>{line.day}</td>
                <th scope="row">
                  <ModelName id={line.model} />
                </th>
                <td>{stateNames[line.status]}</td>
                <td className="number">{line.jobs}</td>
                <td className="number">{dollars(line.quotedUsd)}</td>
                <td className="number">
                  {line.unknownBills > 0 ? `${dollars(line.assumedUsd)} assumed` : dollars(line.billedUsd)}
                </td>
                <td className="number">{dollars(line.reservedUsd)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
