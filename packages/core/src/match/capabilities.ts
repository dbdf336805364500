import type { VideoModel } from '../catalog/model.ts';
import { providerSlug } from '../data/provider-slugs.ts';
import { makesSound } from '../data/roles.ts';
import { isSecondsWithin } from '../requirements/range.ts';
import type { Requirements } from '../requirements/requirements.ts';
import { accessFindings } from './access.ts';
import { inputFindings } from './inputs.ts';
import { nearestDuration } from './nearest.ts';
import { shapeFindings } from './shape.ts';
import type { Finding } from './verdict.ts';

/** Adds every stated rule that the requirements break, and everything they ask for that the catalogue does not state. */
export function capabilityFindings(model: VideoModel, requirements: Requirements, findings: Finding[]): void {
  accessFindings(model, requirements, findings);
  if (requirements.task === 'generate' || requirements.task === 'continue') {
    durationFindings(model, requirements, findings);
    inputFindings(model, requirements, findings);
  }
  shapeFindings(model, requirements, findings);
  flagFindings(model, requirements, findings);
  passthroughFindings(model, requirements, findings);
}

function durationFindings(
  { durationsSeconds }: VideoModel,
  { durationSeconds }: Requirements,
  findings: Finding[],
): void {
  if (durationSeconds === undefined) return;
  if (durationsSeconds === null) {
    findings.push({
      reason: { code: 'duration_not_stated', field: 'durationSeconds', requested: durationSeconds, supported: null },
      notStated: true,
    });
  } else if (!durationsSeconds.some((seconds) => isSecondsWithin(seconds, durationSeconds))) {
    findings.push({
      reason: {
        code: 'duration_unsupported',
        field: 'durationSeconds',
        requested: durationSeconds,
        supported: durationsSeconds,
      },
      change: {
        field: 'durationSeconds',
        from: durationSeconds,
        to: nearestDuration(durationSeconds, durationsSeconds),
      },
    });
  }
}

/** Sound and seed: flags that say yes, no or nothing. Silence asked of a model that says nothing of sound is not settled. */
function flagFindings(model: VideoModel, requirements: Requirements, findings: Finding[]): void {
  const { generateAudio, seed } = model;
  const { audio } = requirements;
  if (typeof audio === 'boolean') {
    if (generateAudio === null) {
      findings.push({
        reason: { code: 'audio_not_stated', field: 'audio', requested: audio, supported: null },
        notStated: true,
      });
    } else if (audio && !makesSound(model)) {
      findings.push({
        reason: { code: 'audio_unsupported', field: 'audio', requested: true, supported: false },
        change: { field: 'audio', from: true, to: false },
      });
    }
  }
  if (requirements.seed === undefined || seed === true) return;
  const reason = { field: 'seed', requested: requirements.seed, supported: seed };
  if (seed === null) findings.push({ reason: { code: 'seed_not_stated', ...reason }, notStated: true });
  else {
    findings.push({
      reason: { code: 'seed_unsupported', ...reason },
      change: { field: 'seed', from: requirements.seed, to: null },
    });
  }
}

/** Parameters that the model lists; a value is lost unless it is known under which provider name it goes. */
function passthroughFindings(model: VideoModel, { passthrough }: Requirements, findings: Finding[]): void {
  if (passthrough.length === 0) return;
  const listed = model.passthroughParameters;
  const names = passthrough.map(({ name }) => name);
  if (listed === null) {
    findings.push({
      reason: { code: 'passthrough_not_stated', field: 'passthrough', requested: names, supported: null },
      notStated: true,
    });
    return;
  }
  const missing = names.filter((name) => !listed.includes(name));
  const valued = passthrough.filter(({ name, value }) => value !== undefined && listed.includes(name));
  if (valued.length > 0 && !providerSlug(model.id)) {
    const requested = valued.map(({ name }) => name);
    findings.push({
      reason: { code: 'passthrough_slug_unknown', field: 'passthrough', requested, supported: null },
      notStated: true,
    });
  }
  if (missing.length === 0) return;
  findings.push({
    reason: { code: 'passthrough_unsupported', field: 'passthrough', requested: missing, supported: listed },
    change: { field: 'passthrough', from: passthrough, to: passthrough.filter(({ name }) => !missing.includes(name)) },
  });
}
