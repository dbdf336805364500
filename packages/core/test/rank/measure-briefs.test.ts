import { expect, test } from 'vitest';
import { bundledCatalog, bundledEvidence, measurementPlan, readBrief } from '../../src/index.ts';
import { profileOf } from '../../src/rank/profiles.ts';
import { rankCandidates } from '../../src/rank/rank.ts';
import { scoreOf } from '../../src/rank/score.ts';
import { type Candidate, utilitiesOf } from '../../src/rank/utilities.ts';
import { afterOneTime } from '../../src/rank/value-of-information.ts';
import { candidatesFor } from '../../src/select.ts';
import { seededRandom } from '../fixtures/seeded-random.ts';

const now = '2026-10-09T00:00:00.000Z';
const ground = { catalog: bundledCatalog, evidence: bundledEvidence, now };
const { goalposts } = bundledEvidence;
const within = goalposts.constants.speedWithinModel.value;
const photo = 'https://example.com/photo.jpg';

const briefs = [
  { profile: 'fastAndCheap', fields: { durationSeconds: 5, resolution: '720p', audio: false, firstFrame: photo } },
  { profile: 'fastAndCheap', fields: { durationSeconds: 5, resolution: '720p', audio: false } },
  { profile: 'balanced', fields: { durationSeconds: 5, resolution: '720p', audio: false } },
  { profile: 'fastAndCheap', fields: { durationSeconds: 5, resolution: '1080p' } },
  { profile: 'balanced', fields: { resolution: '1080p', durationSeconds: 8 } },
  { profile: 'fastAndCheap', fields: { durationSeconds: 10, resolution: '720p', audio: false } },
  { profile: 'balanced', fields: { durationSeconds: 6, resolution: '720p', audio: true } },
  { profile: 'fastAndCheap', fields: { durationSeconds: 5, aspectRatio: '9:16', resolution: '720p' } },
  { profile: 'balanced', fields: { durationSeconds: 15, resolution: '720p' } },
  { profile: 'fastAndCheap', fields: { durationSeconds: 4, resolution: '720p', audio: false } },
] as const;

test('over ten briefs with hidden true times the first clip that measure buys ends in better picks than one at random', () => {
  const random = seededRandom(23);
  const gaussian = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  let [advised, byChance, briefsWithAdvice] = [0, 0, 0];
  for (const { profile, fields } of briefs) {
    const brief = readBrief({ fields: { prompt: 'a mug', ...fields }, preferences: { profile } });
    const [step] = measurementPlan(brief, ground, { budgetUsd: 2, clips: 1000 }).steps;
    if (step?.kind !== 'time') continue;
    briefsWithAdvice += 1;
    const candidates = candidatesFor(bundledCatalog, brief.requirements, { profile, evidence: bundledEvidence, now });
    const options = { weights: profileOf(profile).weights, goalposts };
    const withTime = (one: Candidate, logSeconds: number): Candidate => {
      const variance = one.speed.logStandardDeviation ** 2;
      const share = variance / (variance + within ** 2);
      const seconds = Math.exp(Math.log(one.speed.secondsToResultSixSecondClip) * (1 - share) + logSeconds * share);
      const after = afterOneTime(one, goalposts);
      return { ...after, speed: { ...after.speed, secondsToResultSixSecondClip: seconds } };
    };
    for (let draw = 0; draw < 200; draw += 1) {
      const truth = candidates.map(
        ({ speed }) => Math.log(speed.secondsToResultSixSecondClip) + speed.logStandardDeviation * gaussian(),
      );
      const noise = within * gaussian();
      const scoreOfPickAfter = (bought: number) => {
        const after = candidates.map((one, index) => (index === bought ? withTime(one, truth[index]! + noise) : one));
        const at = candidates.findIndex(({ model }) => model === rankCandidates(after, options)[0]!.model);
        const speed = { ...candidates[at]!.speed, secondsToResultSixSecondClip: Math.exp(truth[at]!) };
        return scoreOf(utilitiesOf({ ...candidates[at]!, speed }, goalposts), options.weights, 0).expected;
      };
      advised += scoreOfPickAfter(candidates.findIndex(({ model }) => model === step.model));
      byChance += scoreOfPickAfter(Math.floor(random() * candidates.length));
    }
  }
  expect(briefsWithAdvice).toBeGreaterThanOrEqual(4);
  expect(advised).toBeGreaterThan(byChance);
});
