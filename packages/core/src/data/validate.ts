import { dayNumber } from '../evidence/days.ts';
import type { Evidence, Origin } from '../evidence/evidence.ts';

/** What is wrong with a set of facts, one sentence a finding; empty when every record has a source, a date and sane figures. */
export function validateEvidence({ ratings, latencies, siblings, goalposts }: Evidence): readonly string[] {
  return [
    ...Object.entries(ratings.boards).flatMap(([name, board]) => validateOrigin(`board ${name}`, board)),
    ...ratings.ratings.flatMap(({ model, board, asOf, score, low, high }, index) => {
      const record = `rating ${index} (${model})`;
      return [
        ...(ratings.boards[board] ? [] : [`${record}: no source "${board}"`]),
        ...(isDated(asOf) ? [] : [`${record}: no date`]),
        ...(low !== null && high !== null && !(low <= score && score <= high)
          ? [`${record}: ${score} is not inside ${low} to ${high}`]
          : []),
      ];
    }),
    ...[...ratings.scaleLinks].flatMap(({ board, n }) =>
      ratings.boards[board] && n > 0 ? [] : [`link of ${board}: no such board or no models behind it`],
    ),
    ...Object.entries(latencies.sources).flatMap(([name, source]) => validateOrigin(`source ${name}`, source)),
    ...latencies.latencies.flatMap(({ model, source, asOf, seconds, intervalLowSeconds }, index) => {
      const record = `latency ${index} (${model})`;
      return [
        ...(latencies.sources[source] ? [] : [`${record}: no source "${source}"`]),
        ...(isDated(asOf) ? [] : [`${record}: no date`]),
        ...(seconds > 0 && seconds > (intervalLowSeconds ?? 0) ? [] : [`${record}: ${seconds} is not a time`]),
      ];
    }),
    ...latencies.outcomes.flatMap(({ model, source, asOf }) =>
      source !== undefined && latencies.sources[source] && isDated(asOf)
        ? []
        : [`outcomes of ${model}: no source or date`],
    ),
    ...validateOrigin('siblings', siblings),
    ...validateOrigin('goalposts', { ...goalposts, licence: 'own' }),
  ];
}

/** The same for the origin of a whole table. */
export function validateOrigin(record: string, { source, asOf, licence }: Origin): readonly string[] {
  return [
    ...(source === '' ? [`${record}: no source`] : []),
    ...(isDated(asOf) ? [] : [`${record}: no date`]),
    ...(licence === '' ? [`${record}: no licence note`] : []),
  ];
}

function isDated(asOf: string | undefined): boolean {
  try {
    return asOf !== undefined && Number.isFinite(dayNumber(asOf));
  } catch {
    return false;
  }
}
