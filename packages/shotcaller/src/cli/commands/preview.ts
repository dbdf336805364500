import {
  buildRequestBody,
  type Catalog,
  match,
  parseRequirements,
  quote,
  type RequestBody,
  type RequestFormat,
  reasonSentence,
  renderRequest,
  requestFindingSentence,
  requestFormats,
  select,
  type VideoModel,
  validateRequest,
} from '@shotcaller/core';
import { readSettings } from '../../settings/settings.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { findModel } from '../find-model.ts';
import { nearestHint } from '../nearest-hint.ts';
import { rankingOptions } from '../ranking-options.ts';
import { readCatalog } from '../read-catalog.ts';
import { requirementInput } from '../requirement-input.ts';
import { talkOfUnlistedNames } from '../unlisted-names.ts';
import { UsageError } from '../usage-error.ts';

/** `shotcaller preview`: the exact request for the pick, or for a model by name. */
export async function run(context: CommandContext): Promise<number> {
  const { flags, terminal } = context;
  const format = readFormat(flags.text('format') ?? 'json');
  const { input, profile } = await requirementInput(context, context.positionals[0]);
  const catalog = await readCatalog(context);
  const requirements = parseRequirements(input);
  talkOfUnlistedNames(catalog, requirements, context);
  const model = chosenModel(context, catalog, input, profile);
  if (!model) {
    terminal.talk('No model fits. shotcaller pick with the same flags says why.\n');
    return exitCodes.noEligibleModel;
  }
  const { generateAudio, price } = quote(model, requirements);
  const body = buildRequestBody(model, requirements, { generateAudio });
  if (flags.isOn('check-inputs')) {
    const { checkInputs } = await import('../check-inputs.ts');
    if (!(await checkInputs(requirements, context))) return exitCodes.failed;
  }
  const findings = validateRequest(model, requirements, body);
  for (const finding of findings) terminal.talk(`${requestFindingSentence(finding)}\n`);
  const { verdict, reasons } = match(model, requirements);
  if (verdict === 'ineligible' || findings.some(({ severity }) => severity === 'refused')) {
    for (const reason of reasons) terminal.talk(`${model.id}: ${reasonSentence(reason)}\n`);
    const named = flags.text('model') ?? 'auto';
    const otherwise = named === 'auto' ? '' : ', or use --model auto';
    terminal.talk(`${model.id} would refuse this request, so it is not shown. Change the requirements${otherwise}.\n`);
    return exitCodes.noEligibleModel;
  }
  if (flags.isOn('json') && flags.isOn('format') && format !== 'json') {
    terminal.out(
      `${JSON.stringify({ model: model.id, price, format, text: rendered(body, format, context) }, null, 2)}\n`,
    );
  } else terminal.out(withNewline(rendered(body, format, context)));
  return exitCodes.done;
}

function chosenModel(
  { flags, clock }: CommandContext,
  catalog: Catalog,
  input: Parameters<typeof select>[1],
  profile: Parameters<typeof rankingOptions>[1],
): VideoModel | undefined {
  const named = flags.text('model');
  if (named !== undefined && named !== 'auto') return findModel(catalog, named);
  const { pick } = select(catalog, input, { ...rankingOptions(flags, profile), now: clock.now() });
  return catalog.models.find(({ id }) => id === pick);
}

function rendered(body: RequestBody, format: RequestFormat, { environment }: CommandContext): string {
  return renderRequest(body, format, { baseUrl: readSettings(environment).baseUrl });
}

function readFormat(name: string): RequestFormat {
  const format = requestFormats.find((candidate) => candidate === name);
  if (format) return format;
  throw new UsageError(
    `There is no format ${name}. ${nearestHint(name, requestFormats)}Use ${requestFormats.join(', ')}.`,
  );
}

function withNewline(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
