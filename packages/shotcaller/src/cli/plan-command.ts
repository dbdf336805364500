import {
  type Brief,
  isRefused,
  type NoPlan,
  noModelSentences,
  type Plan,
  requestFindingSentence,
} from '@shotcaller/core';
import type { Choice } from '../choice/choice.ts';
import type { LookAtPictures } from '../inputs/look-at-pictures.ts';
import type { CommandContext } from './context.ts';
import { clean } from './render/clean.ts';

/**
 * What would be bought for a brief, for `preview` and `run` alike. What is wrong with the request is
 * said on standard error. `refused`: a model fits, but it would refuse the request.
 */
export async function planForCommand(
  choice: Choice,
  brief: Brief,
  { terminal, flags }: CommandContext,
  lookAtPictures: LookAtPictures,
): Promise<Plan | NoPlan | { readonly kind: 'refused'; readonly model: string }> {
  const planned = await choice.plan(brief);
  if (planned.kind === 'no_plan') return planned;
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
  const { headline, closest, others } = noModelSentences(planned.selection);
  return [
    `${headline} ${nothing}.`,
    ...(closest.length > 0 ? ['Closest options:', ...closest.map((line) => `  ${line}`)] : []),
    ...(planned.selection.unknown.length > 0
      ? ['--include-unknown takes models that the catalogue says too little of.']
      : []),
    others === null
      ? 'shotcaller pick with the same requirements shows why.'
      : `${others} To choose among them, name no model or provider.`,
  ]
    .map((line) => `${clean(line)}\n`)
    .join('');
}
