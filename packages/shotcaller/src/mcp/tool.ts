import type {
  CallToolResult,
  ContentBlock,
  InputRequiredResult,
  ServerContext,
  ToolAnnotations,
} from '@modelcontextprotocol/server';
import type { z } from 'zod';
import type { Door } from './door.ts';

/** One tool: what it is called, what it takes and gives, and what it does. */
export interface Tool<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly annotations: ToolAnnotations;
  readonly input: Input;
  readonly output: Output;
  /** Address of a page (`ui://`) that shows the answer, for hosts that can. */
  readonly page?: string;
  run(door: Door, input: z.output<Input>, call: Call): Promise<ToolAnswer<z.input<Output>> | InputRequiredResult>;
}

/** One call of a tool. */
export interface Call {
  readonly context: ServerContext;
  readonly era: 'legacy' | 'modern';
  /** Whether the client can ask its user. */
  readonly canAsk: boolean;
  /** Whether a task may be the answer. */
  readonly takesTasks: boolean;
}

/** What a tool answers. Hosts show either the structured answer or the text, so each holds all of it. */
export interface ToolAnswer<Output> {
  readonly output: Output;
  readonly links?: readonly ContentBlock[];
  /** The job under way that the answer is about, as a task. */
  readonly task?: Readonly<Record<string, unknown>> | undefined;
}

/** Keeps the types of input and output together. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  tool: Tool<Input, Output>,
): Tool<Input, Output> {
  return tool;
}

/** A call that is refused, or failed. Thrown in tools, rendered in one place. */
export class ToolProblem extends Error {
  override readonly name = 'ToolProblem';

  constructor(
    readonly code: string,
    /** What happened, and what it means for the money. */
    message: string,
    /** What the agent does next. */
    readonly next: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** A task brings the same answer with it, for whoever looks no further. */
export function resultOfAnswer({ output, links = [], task }: ToolAnswer<unknown>): CallToolResult {
  return {
    ...(task && { resultType: 'task', ...task }),
    content: [{ type: 'text', text: JSON.stringify(output) }, ...links],
    structuredContent: output as Record<string, unknown>,
  };
}

/** In the text alone: there are clients that hold a structured answer against the schema of success, and drop a text beside one. */
export function resultOfProblem({ code, message, next, details }: ToolProblem): CallToolResult {
  return {
    isError: true,
    content: [{ type: 'text', text: JSON.stringify({ error: { code, message, next, ...details } }) }],
  };
}
