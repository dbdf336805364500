import { reasonSentence, type Selection } from '@shotcaller/core';
import { visible } from '../controls/visible-text.ts';

/** Why a model that is ticked is not shot. */
export default function UnfitReasons({
  model,
  selection: { rejected, unknown },
}: {
  readonly model: string;
  readonly selection: Selection;
}) {
  const found = [...rejected, ...unknown].find((entry) => entry.model === model);
  return visible(found ? found.reasons.map(reasonSentence).join(' ') : 'this server does not list it.');
}
