import type { VideoModel } from '../catalog/model.ts';
import { referenceSupport, referencesRefused } from '../data/roles.ts';
import { skuTable } from '../price/sku-table.ts';
import type { ReferenceInput, Requirements } from '../requirements/requirements.ts';
import type { Finding } from './verdict.ts';

/**
 * Frames and references that the model takes, or is not known to take. References are asked for beside frames too, though the API
 * may leave them aside then: a frame more never makes a model fit.
 */
export function inputFindings(model: VideoModel, requirements: Requirements, findings: Finding[]): void {
  if (requirements.firstFrame) frameFinding(model, 'firstFrame', 'first_frame', findings);
  if (requirements.lastFrame) frameFinding(model, 'lastFrame', 'last_frame', findings);
  if (requirements.references.length > 0) referenceFindings(model, requirements, findings);
}

function frameFinding(
  { frameTypes }: VideoModel,
  field: 'firstFrame' | 'lastFrame',
  type: 'first_frame' | 'last_frame',
  findings: Finding[],
): void {
  if (frameTypes?.includes(type)) return;
  const reason = { field, requested: type, supported: frameTypes };
  if (frameTypes === null) findings.push({ reason: { code: `${type}_not_stated`, ...reason }, notStated: true });
  else findings.push({ reason: { code: `${type}_unsupported`, ...reason }, change: { field, from: type, to: null } });
}

/** No field says which references a model reads, so it is known (facts, or a price key for it) or not stated, never "no". */
function referenceFindings(model: VideoModel, { references }: Requirements, findings: Finding[]): void {
  const known = knownReferences(model);
  const kinds = [...new Set(references.map(({ kind }) => kind))];
  const refused = referencesRefused.flatMap(({ model: id, kind }) =>
    id === model.id && kinds.includes(kind) ? kind : [],
  );
  if (refused.length > 0) {
    const kept = references.filter(({ kind }) => !refused.includes(kind));
    findings.push({
      reason: { code: 'references_refused', field: 'references', requested: refused, supported: false },
      change: { field: 'references', from: references, to: kept },
    });
  }
  const open = kinds.filter((kind) => !known.has(kind) && !refused.includes(kind));
  if (open.length === 0) return;
  findings.push({
    reason: {
      code: 'references_not_stated',
      field: 'references',
      requested: open,
      supported: known.size > 0 ? [...known] : null,
    },
    notStated: true,
  });
}

function knownReferences(model: VideoModel): ReadonlySet<ReferenceInput['kind']> {
  const kinds = new Set(referenceSupport.filter(({ models }) => models.test(model.id)).flatMap((entry) => entry.kinds));
  for (const kind of skuTable(model).referencesRead) kinds.add(kind);
  return kinds;
}
