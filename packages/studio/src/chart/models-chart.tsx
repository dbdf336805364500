import type { Selection } from '@shotcaller/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useGateway } from '../api/connection.tsx';
import { OptionGroup } from '../controls/option-group.tsx';
import { useWidth } from '../controls/use-width.ts';
import { chartWords } from '../why-words.ts';
import { chartPoints, greyPoints } from './chart-points.ts';
import { type ChartView, chartViews, priceMeasure, timeMeasure } from './chart-view.ts';
import { drawBars } from './draw-bars.ts';
import { drawField } from './draw-field.ts';
import { TimeLegend } from './time-legend.tsx';

/** Every model that can be placed, by price, time and quality. The table below holds the same for those who cannot see it. */
export default function ModelsChart({
  selection,
  now,
  guidePick,
  onOpen,
}: {
  readonly selection: Selection;
  /** ISO 8601; evidence ages to here. */
  readonly now: string;
  readonly guidePick: string | null;
  readonly onOpen: (model: string) => void;
}) {
  const { ground } = useGateway();
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const [view, setView] = useState<ChartView>('price');
  const [hasGrey, setHasGrey] = useState(true);

  const fitting = chartPoints(selection, guidePick);
  const others = JSON.stringify([selection.rejected.map(({ model }) => model), selection.requirements]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: priorities change nothing in those that do not fit
  const grey = useMemo(() => greyPoints(selection, ground, now), [others, ground, now]);
  const points = hasGrey ? [...fitting, ...grey] : fitting;
  const key = JSON.stringify(points);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the points' text stands for the points, so that a slider that changes no mark draws nothing
  useEffect(() => {
    if (width < 100 || points.length === 0) return;
    const measure = view === 'price' || view === 'cheapest' ? priceMeasure : timeMeasure;
    const draw = view === 'price' || view === 'speed' ? drawField : drawBars;
    // In the next frame, so that the ranking beside it is not held up by the chart.
    const frame = requestAnimationFrame(() => place.current?.replaceChildren(draw(points, measure, width, onOpen)));
    return () => cancelAnimationFrame(frame);
  }, [key, width, view, onOpen]);

  const withoutPrice = selection.ranked.length - fitting.length + selection.rejected.length - grey.length;
  return (
    <figure className="chart" aria-labelledby="chart-title">
      <figcaption>
        <h2 id="chart-title">{chartWords.title}</h2>
        <div className="chart-controls">
          <OptionGroup legend={chartWords.show} isLegendHidden options={chartViews} value={view} onChange={setView} />
          {grey.length > 0 && (
            <label className="switch">
              <input type="checkbox" checked={hasGrey} onChange={({ target }) => setHasGrey(target.checked)} />
              {chartWords.withGrey(grey.length)}
            </label>
          )}
        </div>
        <TimeLegend
          hasGuide={guidePick !== null}
          hasGrey={hasGrey && grey.length > 0}
          isField={view === 'price' || view === 'speed'}
        />
      </figcaption>
      <div
        ref={place}
        className="chart-space"
        role="img"
        aria-label={chartWords.spoken(points.length, chartViews.find(({ value }) => value === view)!.label)}
      />
      {withoutPrice > 0 && <p className="soft">{chartWords.withoutPrice(withoutPrice)}</p>}
    </figure>
  );
}
