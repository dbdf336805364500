import { expect, test } from 'vitest';
import { GatewayError } from '../src/api/gateway-error.ts';
import { type BatchClip, missingOf } from '../src/batches/batch-sums.ts';
import { emptyChoice } from '../src/brief/choice.ts';
import { sumsOf } from '../src/projects/project-sums.ts';
import { newShot, nextTake, numberOfKey, type Shot, withoutRefusedTakes } from '../src/shots/shot.ts';

const models = ['bytedance/seedance-2.0-mini', 'alibaba/wan-3.0', 'alibaba/wan-3.0'];

function shotWith(count: number): Shot {
  let shot = newShot({ ...emptyChoice, sentence: 'a kite' }, 1);
  for (const model of models.slice(0, count)) {
    shot = { ...shot, takes: [...shot.takes, nextTake(shot, { model, confirmUsd: '0.5' }, 1)] };
  }
  return shot;
}

test.each([
  [402, 'over_budget', true],
  [403, 'model_not_allowed', true],
  [409, 'spend_not_confirmed', true],
  [422, 'request_refused', true],
  [409, 'key_reused', false],
  [0, 'unreachable', false],
  [404, 'no_gateway', false],
  [502, 'no_gateway', false],
  [500, 'not_placed_yet', false],
  [503, 'too_many_requests', false],
])('an answer %i %s proves that nothing was bought: %s', (status, code, isRefusal) => {
  expect(new GatewayError(status, code, '', {}).isRefusal).toBe(isRefusal);
});

test('an order that was refused is not reserved; one whose answer was lost is', () => {
  const [refused, lost] = shotWith(2).takes;
  const views = [
    { take: { ...refused!, isRefused: true }, heard: null },
    { take: lost!, heard: null },
  ];
  expect(sumsOf(views)).toEqual({ billedUsd: '0', reservedUsd: '0.5' });
});

test('takes that are taken away leave their numbers behind, and a shot without takes its plan', () => {
  const shot = shotWith(3);
  const refused = { ...shot, takes: shot.takes.map((take, at) => (at === 1 ? { ...take, isRefused: true } : take)) };
  const keys = new Set(shot.takes.map(({ key }) => key));
  const left = withoutRefusedTakes(refused, keys);
  expect(left.takes.map(({ key }) => numberOfKey(key))).toEqual([1, 3]);
  expect(left.plan).toBeUndefined();
  const next = nextTake(left, { model: models[2]!, confirmUsd: null }, 1);
  expect(numberOfKey(next.key)).toBe(4);
  expect(keys.has(next.key)).toBe(false);
  // What was not refused stays, whoever asks.
  expect(withoutRefusedTakes(shot, keys).takes).toHaveLength(3);

  const all = { ...shot, takes: shot.takes.map((take) => ({ ...take, isRefused: true })) };
  const emptied = withoutRefusedTakes(all, keys);
  expect(emptied.takes).toEqual([]);
  expect(emptied.plan).toEqual({ takes: 3, models: [models[0], models[1]] });
});

test('what a further run of a batch buys: what was not bought, and what failed without a bill', () => {
  const clip = (state: BatchClip['state'], more: Partial<BatchClip> = {}): BatchClip => ({
    shot: 'a',
    take: 1,
    state,
    prompt: 'a kite',
    note: null,
    continues: null,
    model: 'alibaba/wan-3.0',
    why: 'the best of 7',
    boughtAs: null,
    jobId: null,
    lowUsd: '0.1',
    expectedUsd: '0.2',
    highUsd: '0.3',
    expectedSeconds: 60,
    billedUsd: null,
    problem: null,
    warnings: [],
    ...more,
  });
  const clips = [
    clip('waiting'),
    clip('not_bought'),
    clip('failed', { billedUsd: '0' }),
    clip('failed', { billedUsd: '0.3' }),
    clip('done', { billedUsd: '0.2' }),
    clip('unknown'),
    clip('generating'),
    clip('under_way'),
    clip('not_bought', { model: null, why: null, lowUsd: null, highUsd: null }),
  ];
  expect(missingOf(clips)).toEqual({ count: 3, highUsd: '0.9' });
  expect(missingOf([clip('waiting', { highUsd: null })])).toEqual({ count: 1, highUsd: null });
});
