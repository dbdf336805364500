/** Says that the name of a delivered file is another job's by now. `jobId`: which; `null`: not for the one who reads. */
export function replacedFileSentence({ jobId, at }: { readonly jobId: string | null; readonly at: string }): string {
  const whose = jobId === null ? 'Another job' : `Job ${jobId}`;
  return `${whose} saved its clip under the name of this file on ${at.slice(0, 10)} at ${at.slice(11, 16)} UTC, so the file now holds that clip.`;
}
