/** The id of a job's attempt: the job's own for the first, then `<job id>.2`, `<job id>.3`, … */
export function attemptId(jobId: string, number: number): string {
  return number === 1 ? jobId : `${jobId}.${number}`;
}

/** The job of an attempt's id; a job's id is its own answer. */
export function jobIdOf(id: string): string {
  return id.replace(/\.\d+$/, '');
}
