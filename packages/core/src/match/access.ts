import type { VideoModel } from '../catalog/model.ts';
import { modelNames, providerNames } from '../requirements/names.ts';
import type { Requirements } from '../requirements/requirements.ts';
import type { Finding } from './verdict.ts';

/** The author of a model, the part of its id before the slash. */
function providerOf(modelId: string): string {
  const slash = modelId.indexOf('/');
  return slash < 0 ? modelId : modelId.slice(0, slash);
}

/** The caller's own allow and deny lists, compared without case. */
export function accessFindings(
  { id }: Pick<VideoModel, 'id'>,
  { providers, models }: Requirements,
  findings: Finding[],
): void {
  if (providers.allow.length + providers.deny.length + models.allow.length + models.deny.length === 0) return;
  const provider = providerOf(id);
  checkList('providers', provider, providers, findings);
  checkList('models', id, models, findings);
}

function isName(field: 'providers' | 'models', name: string): boolean {
  return (field === 'providers' ? providerNames : modelNames).pattern.test(name);
}

interface AllowDeny {
  readonly allow: readonly string[];
  readonly deny: readonly string[];
}

function checkList(field: 'providers' | 'models', name: string, list: AllowDeny, findings: Finding[]): void {
  const subject = field === 'providers' ? 'provider' : 'model';
  const isThis = (entry: string) => entry.toLowerCase() === name.toLowerCase();
  const allowed = list.allow.length === 0 || list.allow.some(isThis);
  const denied = list.deny.some(isThis);
  if (allowed && !denied) return;
  const to = {
    allow: allowed ? list.allow : [...list.allow, name],
    deny: list.deny.filter((entry) => !isThis(entry)),
  };
  // A catalogue may serve a name that no list of the requirements can hold.
  const change = allowed || isName(field, name) ? { change: { field, from: list, to } } : {};
  const add = (code: `${typeof subject}_${'not_allowed' | 'denied'}`, requested: readonly string[]) =>
    findings.push({ reason: { code, field, requested, supported: name }, ...change });
  if (!allowed) add(`${subject}_not_allowed`, list.allow);
  if (denied) add(`${subject}_denied`, list.deny);
}
