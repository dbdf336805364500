import type { VideoModel } from '../catalog/model.ts';
import { continuationRefused, modelRoles } from '../data/roles.ts';
import { skuTable } from '../price/sku-table.ts';
import type { Requirements, Task } from '../requirements/requirements.ts';
import { upscaleFindings } from './upscale.ts';
import type { Finding } from './verdict.ts';

/** What a model makes; `null` when neither its fields nor the facts tell. */
export function taskOf(model: VideoModel): Exclude<Task, 'continue'> | null {
  const role = modelRoles.find((entry) => entry.model === model.id);
  if (role) return role.task;
  if (model.upscaleFactor) return 'upscale';
  return model.durationsSeconds || model.resolutions || model.frameTypes ? 'generate' : null;
}

/** Adds what speaks against the task itself. Returns true when the model is made for another one: its fields then say nothing. */
export function taskFindings(model: VideoModel, requirements: Requirements, findings: Finding[]): boolean {
  const wanted = requirements.task;
  const made = taskOf(model);
  const needed = wanted === 'continue' ? 'generate' : wanted;
  if (made === null) {
    findings.push(notStated(wanted));
    return false;
  }
  if (made !== needed) {
    if (wanted === 'edit' && readsVideo(model)) {
      findings.push(notStated(wanted));
      return false;
    }
    findings.push({ reason: { code: 'task_unsupported', field: 'task', requested: wanted, supported: made } });
    return true;
  }
  if (wanted === 'continue') continuationFindings(model, requirements, findings);
  if (wanted === 'upscale') upscaleFindings(model, requirements, findings);
  return false;
}

function notStated(requested: Task): Finding {
  return { reason: { code: 'task_not_stated', field: 'task', requested, supported: null }, notStated: true };
}

/** A generator with a price for video input may edit one; no document says so. */
function readsVideo(model: VideoModel): boolean {
  return skuTable(model).pricesVideoInput;
}

/** No field says who can continue a job. A price key for it is taken as "yes"; a recorded refusal as "no". */
function continuationFindings(model: VideoModel, { previousJobId }: Requirements, findings: Finding[]): void {
  if (continuationRefused.some((entry) => entry.model === model.id)) {
    findings.push({
      reason: { code: 'continuation_refused', field: 'previousJobId', requested: previousJobId, supported: false },
    });
  } else if (!skuTable(model).pricesContinuation) {
    findings.push({
      reason: { code: 'continuation_not_stated', field: 'previousJobId', requested: previousJobId, supported: null },
      notStated: true,
    });
  }
}
