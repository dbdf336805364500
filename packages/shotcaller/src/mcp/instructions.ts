import type { Door } from './door.ts';

/** What a host tells its model of the server, before any tool is called. */
export function instructionsOf({ simulated, serviceName }: Pick<Door, 'simulated' | 'serviceName'>): string {
  return [
    'Shotcaller makes one video clip for one bill. The way: select_model (optional) → quote → tell the user the model and highUsd → generate_video with the quoteId → get_job until it is over → give the user the path.',
    'Only generate_video spends. After a time-out or a lost answer call generate_video again with the same quoteId, or get_job: neither buys twice. Never quote a clip again that may be under way; list_jobs shows them. Never raise maxUsd by yourself.',
    simulated
      ? 'Clips come from the simulator here: nothing is spent.'
      : `Clips are bought at ${serviceName}: money is spent.`,
  ].join('\n');
}
