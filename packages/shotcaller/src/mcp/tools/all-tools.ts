import type { Tool } from '../tool.ts';
import { explainModel } from './explain-model.ts';
import { generateVideo } from './generate-video.ts';
import { getJob, listJobs, resumeJob, settleJob } from './job-tools.ts';
import { ledger } from './ledger.ts';
import { listModels } from './list-models.ts';
import { previewRequest } from './preview-request.ts';
import { quote } from './quote.ts';
import { selectModel } from './select-model.ts';

/** Every tool, in the order in which they are used. */
export const allTools = [
  listModels,
  selectModel,
  explainModel,
  quote,
  previewRequest,
  generateVideo,
  getJob,
  listJobs,
  resumeJob,
  settleJob,
  ledger,
] as unknown as readonly Tool[];
