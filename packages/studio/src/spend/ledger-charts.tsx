import { useEffect, useRef } from 'react';
import type { LedgerLine } from '../api/wire.ts';
import { useWidth } from '../controls/use-width.ts';
import { drawQuoteAgainstBill, drawSpendByDay } from './draw-ledger.ts';

/** Spend by day, and quote against bill by model. The table below holds the same figures. */
export default function LedgerCharts({ lines }: { readonly lines: readonly LedgerLine[] }) {
  return (
    <div className="ledger-charts">
      <Drawn title="Spend by day" lines={lines} draw={drawSpendByDay} />
      <Drawn title="Quote against bill, by model" lines={lines} draw={drawQuoteAgainstBill} />
    </div>
  );
}

function Drawn({
  title,
  lines,
  draw,
}: {
  readonly title: string;
  readonly lines: readonly LedgerLine[];
  readonly draw: (lines: readonly LedgerLine[], width: number) => Element | null;
}) {
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  useEffect(() => {
    if (width < 100) return;
    const chart = draw(lines, width);
    place.current?.replaceChildren(...(chart ? [chart] : ['Nothing billed yet.']));
  }, [lines, width, draw]);
  return (
    <figure className="chart">
      <figcaption>
        <h2>{title}</h2>
      </figcaption>
      <div ref={place} role="img" aria-label={`${title}; the table below lists the same figures.`} />
    </figure>
  );
}
