import type { EvidenceQuestion } from '../../src/evidence/evidence.ts';

/** Text to video, 6 s at 720p, asked on the day of the worked examples, with changes. */
export function question(changes: Partial<EvidenceQuestion> = {}): EvidenceQuestion {
  return {
    mode: 'text',
    task: 'generate',
    resolution: '720p',
    durationSeconds: 6,
    now: '2026-10-07T12:00:00Z',
    ...changes,
  };
}
