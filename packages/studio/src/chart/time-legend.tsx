import { fastSeconds, slowSeconds } from './time-colour.ts';

/** What the colours and signs of the chart mean. */
export function TimeLegend({ hasGuide }: { readonly hasGuide: boolean }) {
  return (
    <div className="time-legend">
      <span className="legend-item">
        {fastSeconds} s <span className="time-scale" aria-hidden="true" /> {slowSeconds} s
      </span>
      <span className="legend-item">
        <span className="sign pick-sign" aria-hidden="true" /> your pick
      </span>
      {hasGuide && (
        <span className="legend-item">
          <span className="sign guide-sign" aria-hidden="true" /> the guide’s your pick
        </span>
      )}
      <span className="legend-item">
        <span className="sign tie-sign" aria-hidden="true" /> near tie
      </span>
      <span className="legend-item">
        <span className="sign line-sign" aria-hidden="true" /> best quality for the price
      </span>
    </div>
  );
}
