import { type Plan, type RequestBody, type RequestFormat, renderRequest, requestFormats } from '@shotcaller/core';
import { readConfig } from '../../settings/read-config.ts';
import { readSettings } from '../../settings/settings.ts';
import { chosenService } from '../chosen-service.ts';
import { commandBrief } from '../command-brief.ts';
import { commandPictureLook } from '../command-picture-look.ts';
import type { CommandContext } from '../context.ts';
import { demandPrompt } from '../demand-prompt.ts';
import { exitCodes } from '../exit-codes.ts';
import { nearestHint } from '../nearest-hint.ts';
import { openChoice } from '../open-choice.ts';
import { nextStepText, planForCommand } from '../plan-command.ts';
import { settleDoubts } from '../settle-doubts.ts';
import { talkOfUnlistedNames } from '../unlisted-names.ts';
import { UsageError } from '../usage-error.ts';

/** `shotcaller preview`: the exact request for the pick, or for a model by name. */
export async function run(context: CommandContext): Promise<number> {
  const { flags, terminal, positionals } = context;
  const format = readFormat(flags.text('format') ?? 'json');
  const [sentence] = positionals;
  const said = await commandBrief(context, sentence === undefined ? {} : { sentence });
  const choice = await openChoice(context);
  const { brief } = await settleDoubts(said, choice, context);
  const { catalog } = await choice.ground();
  demandPrompt('preview', said);
  talkOfUnlistedNames(catalog, brief.requirements, context);
  if (flags.isOn('check-inputs')) {
    const { checkInputs } = await import('../check-inputs.ts');
    if (!(await checkInputs(brief.requirements, context))) return exitCodes.failed;
  }
  const settings = readSettings(context.environment);
  const lookAtPictures = commandPictureLook(
    context,
    await readConfig(settings.home),
    chosenService(settings).simulated,
  );
  const planned = await planForCommand(choice, brief, context, lookAtPictures);
  if (planned.kind !== 'plan') {
    terminal.talk(nextStepText(planned, brief, 'No request is shown'));
    return exitCodes.noEligibleModel;
  }
  const text = rendered(planned, format, context);
  if (flags.isOn('json')) {
    const { model, price, body } = planned;
    const asked = flags.isOn('format') ? { format, text } : {};
    terminal.outJson({ model, price, body, ...asked });
  } else terminal.out(text.endsWith('\n') ? text : `${text}\n`);
  return exitCodes.done;
}

function rendered({ body }: Plan, format: RequestFormat, { environment }: CommandContext): string {
  // Without a body of the caller's own, a plan's body is the one that core builds.
  return renderRequest(body as unknown as RequestBody, format, { baseUrl: readSettings(environment).baseUrl });
}

function readFormat(name: string): RequestFormat {
  const format = requestFormats.find((candidate) => candidate === name);
  if (format) return format;
  throw new UsageError(
    `--format ${name}: there is no such format. ${nearestHint(name, requestFormats)}Use ${requestFormats.join(', ')}.`,
  );
}
