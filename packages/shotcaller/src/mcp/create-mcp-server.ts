import {
  isInputRequiredResult,
  type McpRequestContext,
  McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { Door } from './door.ts';
import { instructionsOf } from './instructions.ts';
import { problemOf } from './problem-of.ts';
import { addPrompts } from './prompts.ts';
import { readArguments, shownSchema } from './read-arguments.ts';
import { addResources } from './resources.ts';
import { addSkill } from './skill.ts';
import { addTasks, statedCapabilities, takesTasks } from './tasks.ts';
import { resultOfAnswer, resultOfProblem, type Tool } from './tool.ts';
import { allTools } from './tools/all-tools.ts';

/** Some hosts end a call after a minute, whatever happens in it. */
const usualAskMs = 45_000;

/**
 * One server of the protocol: per connection over stdio, per request or session over HTTP. It holds no state of its own.
 *
 * @param doorNow asked at every call: what somebody may do can change while a session is open
 */
export function createMcpServer(doorNow: () => Door, { era }: Pick<McpRequestContext, 'era'>): McpServer {
  const door = doorNow();
  const server = new McpServer(
    { name: 'shotcaller', title: 'Shotcaller', version: door.version },
    {
      capabilities: { tools: {}, resources: {}, prompts: {} },
      instructions: instructionsOf(door),
      inputRequired: { roundTimeoutMs: door.longestAskMs ?? usualAskMs },
    },
  );
  for (const tool of allTools) addTool(server, doorNow, tool, era);
  addResources(server, doorNow);
  addPrompts(server);
  addSkill(server);
  if (era === 'modern') addTasks(server, door);
  return server;
}

function addTool(server: McpServer, doorNow: () => Door, tool: Tool, era: McpRequestContext['era']): void {
  const { name, title, description, annotations, input, output, page } = tool;
  server.registerTool(
    name,
    {
      title,
      description,
      annotations: { title, ...annotations },
      inputSchema: shownSchema(input),
      outputSchema: output,
      ...(page !== undefined && { _meta: { ui: { resourceUri: page } } }),
    },
    async (args, context) => {
      try {
        const answer = await tool.run(doorNow(), readArguments(tool, args), {
          context,
          era,
          canAsk: canAsk(server, context),
          takesTasks: era === 'modern' && takesTasks(context),
        });
        return isInputRequiredResult(answer) ? answer : resultOfAnswer(answer);
      } catch (error) {
        return resultOfProblem(problemOf(error));
      }
    },
  );
}

/** Whether the client can show its user a form: the modern era says so with each request, the one of 2025 when it connects. */
function canAsk(server: McpServer, context: ServerContext): boolean {
  const { elicitation } = statedCapabilities(context) ?? server.server.getClientCapabilities() ?? {};
  return elicitation !== undefined && (elicitation.form !== undefined || elicitation.url === undefined);
}
