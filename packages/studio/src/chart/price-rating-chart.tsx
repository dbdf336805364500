import type { Selection } from '@shotcaller/core';
import { useEffect, useRef } from 'react';
import { useWidth } from '../controls/use-width.ts';
import { chartPoints } from './chart-points.ts';
import { drawChart } from './draw-chart.ts';
import { TimeLegend } from './time-legend.tsx';

/** Price of this clip against quality. The table below holds the same for those who cannot see it. */
export default function PriceRatingChart({
  selection,
  guidePick,
  onOpen,
}: {
  readonly selection: Selection;
  readonly guidePick: string | null;
  readonly onOpen: (model: string) => void;
}) {
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);

  const points = chartPoints(selection, guidePick);
  const key = JSON.stringify(points);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the points' text stands for the points, so that a slider that changes no mark draws nothing
  useEffect(() => {
    if (width < 100 || points.length === 0) return;
    const chart = drawChart(points, width, onOpen);
    place.current?.replaceChildren(chart);
  }, [key, width, onOpen]);

  const withoutPrice = selection.ranked.length - points.length;
  return (
    <figure className="chart" aria-labelledby="chart-title">
      <figcaption>
        <h2 id="chart-title">Price of this clip against quality</h2>
        <TimeLegend hasGuide={guidePick !== null} />
      </figcaption>
      <div
        ref={place}
        className="chart-space"
        role="img"
        aria-label={`A chart of ${points.length} models; the ranking below lists the same figures.`}
      />
      {withoutPrice > 0 && <p className="soft">{withoutPrice} without a known price are not in the chart.</p>}
    </figure>
  );
}
