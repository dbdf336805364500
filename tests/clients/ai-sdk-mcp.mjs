// The MCP client of the AI SDK drives every tool: `http URL`, or `stdio PROGRAM ARGUMENT`. Prints what became of the job as JSON.
import { createMCPClient } from '@ai-sdk/mcp';
import { Experimental_StdioMCPTransport as StdioTransport } from '@ai-sdk/mcp/mcp-stdio';
import { fail } from './shot.mjs';

const [, , kind, target, argument] = process.argv;
try {
  const transport =
    kind === 'http'
      ? { type: 'http', url: target }
      : new StdioTransport({ command: process.execPath, args: [target, argument] });
  const client = await createMCPClient({ transport });
  const tools = await client.tools();
  const call = async (name, args = {}) => {
    const result = await tools[name].execute(args, { toolCallId: name, messages: [] });
    return { isError: result.isError === true, answer: result.structuredContent ?? JSON.parse(result.content[0].text) };
  };
  const requirements = { prompt: 'a mug on a table', durationSeconds: 4, resolution: '480p', audio: false };
  const { answer: models } = await call('list_models');
  const { answer: selected } = await call('select_model', { requirements });
  await call('explain_model', { model: selected.pick, requirements });
  await call('preview_request', { requirements });
  const { answer: quote } = await call('quote', { requirements });
  const declined = await call('generate_video', { quoteId: `${quote.quoteId}x` });
  let { answer: job } = await call('generate_video', { quoteId: quote.quoteId, waitSeconds: 1 });
  while (job.status === 'running') ({ answer: job } = await call('get_job', { jobId: job.jobId, waitSeconds: 45 }));
  const { answer: again } = await call('generate_video', { quoteId: quote.quoteId });
  const { answer: list } = await call('list_jobs');
  const { answer: resumed } = await call('resume_job', { jobId: job.jobId });
  const settled = await call('settle_job', { jobId: job.jobId, notBought: true });
  const { answer: ledger } = await call('ledger');
  await client.close();
  console.log(
    JSON.stringify({
      tools: Object.keys(tools).length,
      models: models.models.length > 20,
      picked: quote.model === selected.pick,
      refused: [declined.isError, settled.isError],
      status: [job.status, again.status, resumed.status],
      sameJob: job.jobId === again.jobId && list.jobs[0].jobId === job.jobId,
      path: job.path,
      billed: ledger.total.jobs,
    }),
  );
  process.exit(0);
} catch (error) {
  fail(error);
}
