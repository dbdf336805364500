import { describe, expect, test } from 'vitest';
import {
  bundledCatalog,
  bundledEvidence,
  planFor,
  type RequirementsInput,
  readBrief,
  renderRequest,
  type VideoModel,
} from '../../src/index.ts';

const ground = { catalog: bundledCatalog, evidence: bundledEvidence, now: '2026-10-09T12:00:00.000Z' };

function planOf(model: VideoModel, fields: RequirementsInput) {
  const includeUnknown = { preferences: { includeUnknown: true } };
  return planFor(readBrief({ fields: { prompt: 'a dog', ...fields }, model: model.id, ...includeUnknown }), {
    ...ground,
    catalog: { ...ground.catalog, models: [model] },
  });
}

/** What the request of a plan says of sound. `no plan`: the verdict speaks against it. */
function saidOf(model: VideoModel, fields: RequirementsInput): unknown {
  const plan = planOf(model, fields);
  return plan.kind === 'plan' ? plan.body.generate_audio : 'no plan';
}

const plain = bundledCatalog.models.filter(({ id, upscaleFactor }) => !upscaleFactor && !/edit|aleph|avatar/.test(id));
const named = (id: string) => {
  const found = bundledCatalog.models.find((model) => model.id === id);
  if (!found) throw new Error(`no ${id}`);
  return found;
};

describe('of sound', () => {
  test.each(plain.map((model) => [model.id, model.generateAudio, model] as const))(
    'the request for %s (its switch: %s) says something where there is a switch, or somebody asked',
    (_id, hasSwitch, model) => {
      expect(saidOf(model, {})).toBe(hasSwitch ? true : undefined);
      const alwaysSounds = ['heygen/heygen-video-1', 'minimax/hailuo-3-max'].includes(model.id);
      expect(saidOf(model, { audio: true })).toBe(hasSwitch !== false ? true : alwaysSounds ? undefined : 'no plan');
      expect(saidOf(model, { audio: false })).toBe(hasSwitch === false ? undefined : false);
      expect(saidOf(model, { audio: 'any' })).toEqual(hasSwitch ? expect.any(Boolean) : undefined);
    },
  );

  test('silence asked of a model that has no switch and is known to make sound is a question for the verdict', () => {
    for (const id of ['heygen/heygen-video-1', 'minimax/hailuo-3-max']) {
      const model = named(id);
      const brief = readBrief({ fields: { prompt: 'a dog', audio: false }, model: id });
      const plan = planFor(brief, ground);
      expect(plan.kind).toBe('no_plan');
      expect(plan.selection.unknown[0]?.reasons.map(({ code }) => code)).toContain('silence_not_stated');
      expect(saidOf(model, { audio: false })).toBeUndefined();
    }
  });

  test('a model whose switch is not stated, but whose sound has a price, is told which is paid for', () => {
    const silent = { ...named('google/veo-3.1-lite'), generateAudio: null };
    expect(saidOf(silent, {})).toBe(false);
    expect(saidOf(silent, { audio: true })).toBe(true);
  });

  test('the snippet for the AI SDK leaves out what the body leaves out', () => {
    const plan = planOf(named('heygen/heygen-video-1'), {});
    if (plan.kind !== 'plan') throw new Error('no plan');
    expect(renderRequest(plan.selection.request!, 'ai-sdk')).not.toContain('generateAudio');
    expect(renderRequest(plan.selection.request!, 'curl')).not.toContain('generate_audio');
  });
});
