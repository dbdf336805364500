import { dollars } from '@shotcaller/core';
import type { Batch } from '../api/wire.ts';
import { visible } from '../controls/visible-text.ts';
import { batchWords } from '../page-words.ts';
import { secondsRange, upTo } from '../words.ts';
import { groupOf } from './batch-sums.ts';

/** The batch's name, how far it is, what it costs, and how long it may take. */
export function BatchHead({ batch, simulated }: { readonly batch: Batch; readonly simulated: boolean }) {
  const { name, state, clips, total, bookedUsd, maxUsd, timeLeft } = batch;
  const done = clips.filter((clip) => clip.state === 'done').length;
  const failed = clips.filter((clip) => clip.state === 'failed').length;
  const unknown = clips.filter((clip) => clip.state === 'unknown').length;
  const moving = clips.filter((clip) => groupOf(clip) === 'moving').length;
  const time = timeLeft ?? (state === 'planned' ? total.time : null);
  const figures: readonly (readonly [name: string, value: string, isBad?: boolean])[] = [
    [batchWords.done, batchWords.doneOf(done, clips.length)],
    ...(moving > 0 ? [[batchWords.moving, String(moving)] as const] : []),
    ...(failed > 0 ? [[batchWords.failed, String(failed), true] as const] : []),
    ...(unknown > 0 ? [[batchWords.unknown, String(unknown), true] as const] : []),
    ...(total.impossible > 0 ? [[batchWords.noModel, String(total.impossible), true] as const] : []),
    [simulated ? `${batchWords.booked} (simulated)` : batchWords.booked, dollars(bookedUsd)],
    ...(total.toBuy > 0
      ? [
          [
            batchWords.plannedCost,
            total.unknownPrices > 0 ? `${upTo(total)}, ${total.unknownPrices} unknown` : upTo(total),
          ] as const,
        ]
      : []),
    [batchWords.limit, maxUsd === null ? 'none' : dollars(maxUsd)],
    ...(time
      ? [[timeLeft ? batchWords.timeLeft : batchWords.time, secondsRange(time.p10Seconds, time.p90Seconds)] as const]
      : []),
  ];
  return (
    <header className="batch-head">
      <h1>{visible(name)}</h1>
      <span className={`state ${state}`} role="status">
        {batchWords.states[state]}
      </span>
      <progress className="batch-progress" max={clips.length} value={done} aria-label={batchWords.progress} />
      <dl className="card-figures">
        {figures.map(([label, value, isBad]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className={isBad ? 'problem' : undefined}>{value}</dd>
          </div>
        ))}
      </dl>
    </header>
  );
}
