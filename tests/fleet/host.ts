import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { GatewayTask } from '../gateway/gateway-process.ts';

/** A simulated machine: a process with a home, a clock and a space of process ids of its own, under the host name that all have. */
export interface Host {
  readonly isUp: boolean;
  start(): Promise<void>;
  kill(): Promise<void>;
  /** As a laptop that is closed: it does nothing, and knows nothing of it. */
  stop(): void;
  wake(): void;
}

/**
 * Only root may make a space of process ids. Without one the machines see each other's processes, and know at once that one is dead:
 * what their leases are for is then not tried.
 */
const hasOwnSpace = process.platform === 'linux' && process.getuid?.() === 0;

export function createHost(program: string, task: GatewayTask): Host {
  let child: ChildProcess | undefined;

  /** The process itself: `unshare` only waits for it. */
  function signal(name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void {
    if (child?.pid === undefined) return;
    const pid = hasOwnSpace ? Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')) : child.pid;
    if (pid > 0) process.kill(pid, name);
  }

  return {
    get isUp() {
      return child !== undefined;
    },
    async start() {
      const words = [process.execPath, program, JSON.stringify(task)];
      const started = hasOwnSpace
        ? spawn('unshare', ['--pid', '--fork', '--mount-proc', '--kill-child=SIGKILL', ...words], { stdio })
        : spawn(words[0]!, words.slice(1), { stdio });
      child = started;
      started.once('exit', () => {
        if (child === started) child = undefined;
      });
      // Its database may be cut off while it starts; then it ends, and is started again.
      await new Promise<void>((resolve) => {
        started.stdout?.once('data', () => resolve());
        started.once('exit', () => resolve());
      });
    },
    async kill() {
      const dying = child;
      if (!dying) return;
      const gone = new Promise((resolve) => dying.once('exit', resolve));
      signal('SIGKILL');
      await gone;
    },
    stop: () => signal('SIGSTOP'),
    wake: () => signal('SIGCONT'),
  };
}

const stdio = ['ignore', 'pipe', 'inherit'] as const satisfies readonly unknown[] as ['ignore', 'pipe', 'inherit'];
