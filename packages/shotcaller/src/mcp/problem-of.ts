import { problemText, RequirementsError, UnknownModelError, WeightsError } from '@shotcaller/core';
import { JobFailure } from '../jobs/job-failure.ts';
import { ToolProblem } from './tool.ts';

/** What an agent is told of an error. Texts of errors that are not ours may quote what was sent, so only their name is told. */
export function problemOf(error: unknown): ToolProblem {
  if (error instanceof ToolProblem) return error;
  if (error instanceof RequirementsError) {
    const problems = error.problems.map((problem) => ({ field: problem.field, message: problemText(problem) }));
    const text = problems.map(({ message }) => message).join(' ');
    return new ToolProblem(
      'requirements_invalid',
      `The requirements are not valid. Nothing was bought. ${text}`,
      'Fix these fields and call again. The resource shotcaller://requirements-guide describes all fields.',
      { problems },
    );
  }
  if (error instanceof UnknownModelError) {
    return new ToolProblem(
      'model_unknown',
      `${error.message} Nothing was bought.`,
      'Call list_models to see the models.',
      { nearest: error.nearest },
    );
  }
  if (error instanceof WeightsError) {
    return new ToolProblem(
      'weights_invalid',
      `${error.message} Nothing was bought.`,
      'Fix profile or weights and call again.',
    );
  }
  if (error instanceof JobFailure && error.code === 'plan_of_another_order')
    return new ToolProblem(error.code, error.message, 'Call quote again, and show the user the new quote.');
  if (error instanceof JobFailure)
    return new ToolProblem(error.code, error.message, 'Call get_job to see the status of the job.');
  const { name, message } = error as { readonly name?: string; readonly message?: string };
  if (name === 'ImageInputError') {
    return new ToolProblem(
      'picture_unusable',
      `${message} Nothing was bought.`,
      'Pass another picture: an https URL, or the absolute path of a PNG, JPEG or WebP file.',
    );
  }
  if (name === 'CatalogUnavailable') {
    return new ToolProblem('catalog_unavailable', `${message}`, 'Try again in a few seconds.');
  }
  return new ToolProblem(
    'internal',
    `Shotcaller has an internal error (${name ?? 'unknown error'}). Anything that was bought is recorded in the ledger.`,
    'Call list_jobs before you order anything again.',
  );
}
