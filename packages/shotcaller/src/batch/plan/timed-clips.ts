import type { RunningClip } from '../run/clip-unit.ts';
import { type PlannedClip, toBuyOf } from './batch-plan.ts';
import type { TimedClip } from './forecast.ts';

/** The clips that are to be bought, with the places of those that they wait for. */
export function timedClips(clips: readonly PlannedClip[]): readonly TimedClip[] {
  const bought = clips.filter(isToBuy);
  const places = new Map(bought.map(({ shot, take }, index) => [`${shot}/${take}`, index]));
  return toBuyOf(bought).map(({ model, expectedTime }, index) => {
    const before = bought[index]?.continues;
    return { model, expectedTime, after: before ? (places.get(`${before.shot}/1`) ?? null) : null };
  });
}

/** Those of a running batch that are not over. A clip is with the model that makes it now, which may not be the planned one. */
export function timedClipsLeft(clips: readonly RunningClip[], nowMs: number): readonly TimedClip[] {
  const left = clips.filter(({ state, planned }) => openStates.includes(state) && isToBuy(planned));
  return timedClips(left.map(({ planned }) => planned)).map((timed, index) => {
    const { model, sinceMs } = left[index]!;
    return {
      ...timed,
      model: model ?? timed.model,
      runningSeconds: sinceMs === null ? null : (nowMs - sinceMs) / 1000,
    };
  });
}

const openStates: readonly RunningClip['state'][] = ['waiting', 'submitting', 'generating', 'downloading'];

function isToBuy({ outcome }: PlannedClip): boolean {
  return outcome.kind === 'to_buy';
}
