import { type ChildProcess, fork } from 'node:child_process';
import type { GatewayTask } from './gateway-process.ts';

/** Starts the bundled gateway process; resolves when it answers. */
export async function startGateway(program: string, task: GatewayTask): Promise<ChildProcess> {
  const child = fork(program, [JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`The gateway ended with ${code}`)));
  });
  return child;
}

export async function stopGateway(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}
