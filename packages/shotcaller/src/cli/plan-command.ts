import {
  type Brief,
  findModel,
  isRefused,
  type NoPlan,
  type Plan,
  reasonSentence,
  requestFindingSentence,
} from '@shotcaller/core';
import type { Choice } from '../choice/choice.ts';
import type { LookAtPictures } from '../inputs/look-at-pictures.ts';
import type { CommandContext } from './context.ts';
import { clean } from './render/clean.ts';

/**
 * What would be bought for a brief, for `preview` and `run` alike. What is wrong with the request, and why a named model does not fit, is
 * said on standard error. `refused`: a model fits, but it would refuse the request.
 */
export async function planForCommand(
  choice: Choice,
  brief: Brief,
  { terminal, flags }: CommandContext,
  lookAtPictures: LookAtPictures,
): Promise<Plan | NoPlan | { readonly kind: 'refused'; readonly model: string }> {
  const planned = await choice.plan(brief);
  if (planned.kind === 'no_plan') {
    if (brief.model === null) return planned;
    const { rejected, unknown } = planned.selection;
    const { id } = findModel((await choice.ground()).catalog, brief.model) ?? { id: brief.model };
    for (const { model, reasons } of [...rejected, ...unknown].filter(({ model }) => model === id)) {
      for (const reason of reasons) terminal.talk(`${clean(model)}: ${reasonSentence(reason)}\n`);
    }
    return planned;
  }
  const { model } = planned;
  // Looked at and told already where that was asked for.
  const ofPictures = flags.isOn('check-inputs') ? [] : await lookAtPictures(brief.requirements);
  const findings = [...planned.findings, ...ofPictures];
  for (const finding of findings) terminal.talk(`${requestFindingSentence(finding)}\n`);
  return isRefused(findings) ? { kind: 'refused', model } : planned;
}

/** What to do next when nothing can be sent. `nothing`: what did not happen, such as `Nothing was bought`. */
export function nextStepText(
  planned: NoPlan | { readonly kind: 'refused'; readonly model: string },
  { model }: Brief,
  nothing: string,
): string {
  const otherwise = model === null ? '' : ', or use --model auto';
  if (planned.kind === 'refused') {
    return `${clean(planned.model)} would refuse this request. ${nothing}. Change the requirements${otherwise}.\n`;
  }
  if (model === null)
    return `No model can make this clip. ${nothing}. shotcaller pick with the same flags shows why.\n`;
  const isOpen = planned.selection.unknown.some(({ model: id }) => id.toLowerCase().endsWith(model.toLowerCase()));
  const include = isOpen ? ', add --include-unknown' : '';
  return `${clean(model)} does not fit. ${nothing}. Change the requirements${include}${otherwise}.\n`;
}
