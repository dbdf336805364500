import { chartWords } from '../why-words.ts';
import { fastSeconds, slowSeconds } from './time-colour.ts';

/** What the colours and signs of the chart mean. */
export function TimeLegend({
  hasGuide,
  hasGrey,
  isField,
}: {
  readonly hasGuide: boolean;
  readonly hasGrey: boolean;
  readonly isField: boolean;
}) {
  return (
    <div className="time-legend">
      <span className="legend-item">
        {fastSeconds} s <span className="time-scale" aria-hidden="true" /> {slowSeconds} s
      </span>
      <span className="legend-item">
        <span className="sign pick-sign" aria-hidden="true" /> {chartWords.yourPick}
      </span>
      {hasGuide && isField && (
        <span className="legend-item">
          <span className="sign guide-sign" aria-hidden="true" /> {chartWords.guidePick}
        </span>
      )}
      {isField && (
        <>
          <span className="legend-item">
            <span className="sign tie-sign" aria-hidden="true" /> {chartWords.nearTie}
          </span>
          <span className="legend-item">
            <span className="sign line-sign" aria-hidden="true" /> {chartWords.bestFor}
          </span>
          <span className="legend-item">
            <span className="sign corner-sign" aria-hidden="true" /> {chartWords.goodCorner}
          </span>
        </>
      )}
      {hasGrey && (
        <span className="legend-item">
          <span className="sign grey-sign" aria-hidden="true" /> {chartWords.grey}
        </span>
      )}
    </div>
  );
}
