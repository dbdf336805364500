import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  type McpServer,
  ProtocolError,
  ProtocolErrorCode,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { isRecord } from '@shotcaller/core';
import { z } from 'zod';
import { isoOf } from '../iso-time.ts';
import type { Door } from './door.ts';
import { type JobView, jobAnswer } from './job-view.ts';
import { ownJob } from './own-job.ts';
import { resultOfAnswer, ToolProblem } from './tool.ts';
import { isOver } from './wait-for-job.ts';

/** The extension of the protocol in which a call may be answered by a task (revision 2026-07-28). */
const tasksExtension = 'io.modelcontextprotocol/tasks';

/** Time between two looks that a client is asked to keep, milliseconds. */
const pollIntervalMs = 5000;

/** Whether whoever calls has declared, with this very request, that a task may be the answer. */
export function takesTasks(context: ServerContext): boolean {
  return isRecord(statedCapabilities(context)?.extensions?.[tasksExtension]);
}

/** What whoever calls can do, as a client of the modern era says with each request. */
export function statedCapabilities({ mcpReq }: ServerContext): ClientCapabilities | undefined {
  const envelope = mcpReq.envelope as Readonly<Record<string, unknown>> | undefined;
  return envelope?.[CLIENT_CAPABILITIES_META_KEY] as ClientCapabilities | undefined;
}

/** A job under way as a task; `undefined`: it is over, or not recorded yet, and its answer is the answer. */
export function taskOf(door: Door, view: JobView) {
  const { jobId, status, step, createdAt } = view;
  if (status !== 'running' || jobId === null) return undefined;
  const now = isoOf(door.clock.now());
  return {
    taskId: jobId,
    status: 'working' as const,
    statusMessage: step,
    createdAt: createdAt ?? now,
    lastUpdatedAt: now,
    // A job is kept for good.
    ttlMs: null,
    pollIntervalMs,
  };
}

/**
 * The methods of tasks, for the modern era. A task is a job, and its id the job’s: whoever lost it finds it by list_jobs. A job that was
 * bought cannot be taken back, so to cancel a task is heard and ends nothing.
 */
export function addTasks({ server }: McpServer, door: Door): void {
  const byId = { params: z.looseObject({ taskId: z.string().min(1).max(512) }) };
  server.registerCapabilities({ extensions: { [tasksExtension]: {} } });
  server.setRequestHandler('tasks/get', byId, async ({ taskId }) => {
    await door.jobs.takeUp();
    const found = await taskJob(door, taskId);
    const answer = await jobAnswer(door, found);
    const task = taskOf(door, answer.output);
    if (task && !isOver(found)) return { resultType: 'complete', ...task };
    const at = isoOf(door.clock.now());
    const result = { resultType: 'complete', ...resultOfAnswer(answer) };
    return {
      resultType: 'complete',
      taskId: found.job.id,
      status: 'completed',
      createdAt: found.job.createdAt,
      lastUpdatedAt: at,
      ttlMs: null,
      result,
    };
  });
  server.setRequestHandler('tasks/cancel', byId, async ({ taskId }) => {
    await taskJob(door, taskId);
    return { resultType: 'complete' };
  });
  server.setRequestHandler('tasks/update', byId, async ({ taskId }) => {
    await taskJob(door, taskId);
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'This task does not accept input.');
  });
}

async function taskJob(door: Door, taskId: string) {
  try {
    return await ownJob(door, taskId);
  } catch (error) {
    if (error instanceof ToolProblem) throw new ProtocolError(ProtocolErrorCode.InvalidParams, error.message);
    throw error;
  }
}
