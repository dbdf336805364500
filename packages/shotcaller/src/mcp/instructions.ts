import type { Door } from './door.ts';

/** What a host tells its model of the server, before any tool is called. */
export function instructionsOf({ simulated, serviceName }: Pick<Door, 'simulated' | 'serviceName'>): string {
  return [
    'Shotcaller makes one video clip for one bill. The steps: select_model (optional) → quote → tell the user the model and highUsd → generate_video with the quoteId → get_job until the job ends → give the user the path.',
    'Only generate_video spends money. After a timeout or a lost answer, call generate_video again with the same quoteId, or get_job: neither buys twice. Never quote a clip again that may be in progress; list_jobs shows the jobs. Never raise maxUsd yourself.',
    simulated
      ? 'Here clips come from the simulator: no money is spent.'
      : `Here clips are bought at ${serviceName}: this spends money.`,
  ].join('\n');
}
