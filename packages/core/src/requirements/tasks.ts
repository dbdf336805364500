import type { RequirementsProblem } from './error.ts';
import { type Report, reportProblem } from './field.ts';
import { isRange } from './range.ts';
import type { Requirements, Task } from './requirements.ts';

export const tasks = ['generate', 'continue', 'edit', 'upscale', 'avatar'] as const satisfies readonly Task[];

/** Inputs that only some tasks have. A field that is not listed goes with every task. */
const tasksOfField = {
  firstFrame: ['generate', 'avatar'],
  lastFrame: ['generate'],
  references: ['generate', 'continue', 'edit', 'avatar'],
  previousJobId: ['continue'],
  sourceVideo: ['edit', 'upscale'],
  upscaleFactor: ['upscale'],
  creativity: ['upscale'],
} as const satisfies Partial<Record<keyof Requirements, readonly Task[]>>;

/** Reports inputs that belong to another task, and those that this task lacks. `faulty`: fields already reported. */
export function checkTaskInputs(
  requirements: Partial<Requirements>,
  task: Task,
  faulty: ReadonlySet<string>,
  report: Report,
): void {
  for (const [field, owners] of Object.entries(tasksOfField) as [keyof typeof tasksOfField, readonly Task[]][]) {
    const value = requirements[field];
    const given = Array.isArray(value) ? value.length > 0 : value !== undefined;
    if (given && !owners.includes(task)) reportForeignInput(field, task, owners, report);
  }
  if (task !== 'generate' && task !== 'continue' && isRange(requirements.durationSeconds))
    report({
      code: 'not_for_task',
      field: 'durationSeconds',
      value: `a range with task ${task}`,
      allowed: `one length, or a range with task generate, continue: with task ${task} what goes in sets the length`,
      nearest: 'one length',
    });
  const missing = (field: string, allowed: string) => {
    if (!faulty.has(field)) reportProblem(report, 'missing', field, undefined, allowed);
  };
  if (task === 'continue' && requirements.previousJobId === undefined)
    missing('previousJobId', 'the id of the completed job to go on from');
  if ((task === 'edit' || task === 'upscale') && requirements.sourceVideo === undefined)
    missing('sourceVideo', `the video to ${task}: its URL, or its width, height and durationSeconds`);
  if (task === 'avatar' && !faulty.has('firstFrame')) checkAvatar(requirements, missing);
}

function checkAvatar(requirements: Partial<Requirements>, missing: (field: string, allowed: string) => void): void {
  const kinds = requirements.references?.map((reference) => reference.kind) ?? [];
  if (!requirements.firstFrame && !kinds.includes('image'))
    missing('references', 'a portrait: an image reference, or a first frame');
  if (requirements.prompt === undefined && !kinds.includes('audio'))
    missing('prompt', 'what the avatar says: a prompt, or an audio reference');
}

function reportForeignInput(field: string, task: Task, owners: readonly Task[], report: Report): void {
  const problem: RequirementsProblem = {
    code: 'not_for_task',
    field,
    value: `given with task ${task}`,
    allowed: `${field} with task ${owners.join(', ')}`,
    nearest: `task ${owners[0]}`,
  };
  report(problem);
}
