import type { VideoModel } from '../catalog/model.ts';
import type { Requirements } from '../requirements/requirements.ts';
import type { Finding } from './verdict.ts';

/** The author of a model, the part of its id before the slash. */
export function providerOf(modelId: string): string {
  const slash = modelId.indexOf('/');
  return slash < 0 ? modelId : modelId.slice(0, slash);
}

/** The caller's own allow and deny lists, compared without case. */
export function accessFindings({ id }: VideoModel, { providers, models }: Requirements, findings: Finding[]): void {
  if (providers.allow.length + providers.deny.length + models.allow.length + models.deny.length === 0) return;
  const provider = providerOf(id);
  checkList('providers', provider, providers, findings);
  checkList('models', id, models, findings);
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
  const allow = allowed ? list.allow : [...list.allow, name];
  const deny = list.deny.filter((entry) => !isThis(entry));
  findings.push({
    reason: {
      code: denied ? `${subject}_denied` : `${subject}_not_allowed`,
      field,
      requested: denied ? list.deny : list.allow,
      supported: name,
    },
    change: { field, from: list, to: { allow, deny } },
  });
}
