import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { scenarioSets, scenarios } from '../src/faults/scenarios.ts';
import { jsonOf, rig } from './client-calls.ts';
import { isReady } from './required-program.ts';

// OpenRouter's API description is not this project's to publish, so it lies beside the repository.
const specification = new URL('../../../../shared/reference/videos.openapi.json', import.meta.url);
const ready = isReady(
  existsSync(specification),
  `put the video part of OpenRouter's OpenAPI file at ${specification.pathname}`,
);

/** Scenarios whose very point is to leave the description. */
const offContract = new Set([
  'nulls',
  'cost-string',
  'error-object',
  'unknown-status',
  'content-html',
  'content-wrong-type',
  'content-redirect',
]);

/** Statuses that the description has no answer for on this call, and the schema that it has for them elsewhere. */
const schemaOfStatus: Readonly<Record<number, string>> = {
  400: 'BadRequestResponse',
  401: 'UnauthorizedResponse',
  402: 'PaymentRequiredResponse',
  403: 'ForbiddenResponse',
  404: 'NotFoundResponse',
  409: 'ConflictResponse',
  410: 'GoneResponse',
  413: 'PayloadTooLargeResponse',
  429: 'TooManyRequestsResponse',
  500: 'InternalServerResponse',
  502: 'BadGatewayResponse',
  503: 'ServiceUnavailableResponse',
  524: 'EdgeNetworkTimeoutResponse',
  529: 'ProviderOverloadedResponse',
};

describe.skipIf(!ready)('every answer is valid by the API description', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  if (ready) ajv.addSchema(JSON.parse(readFileSync(specification, 'utf8')), 'spec');
  const problems = (schema: string, body: unknown) => {
    const validate = ajv.getSchema(`spec#/components/schemas/${schema}`)!;
    return validate(body) ? [] : validate.errors;
  };

  const check = async (answer: Response, success: string) => {
    const type = answer.headers.get('content-type') ?? '';
    if (type.startsWith('text/html') || type === 'video/mp4') {
      await answer.body?.cancel();
      return;
    }
    expect(type).toBe('application/json');
    const body = await jsonOf(answer);
    if (body.success === false) {
      // The second shape of a 400, which the description does not have.
      expect(body).toEqual({ success: false, error: { name: 'ZodError', message: expect.any(String) } });
      return;
    }
    const schema = answer.ok ? success : schemaOfStatus[answer.status];
    expect(schema, `status ${answer.status}`).toBeDefined();
    expect(problems(schema!, body)).toEqual([]);
  };

  // Short clips: what counts is the answers.
  const short = { model: 'x-ai/grok-imagine-video', prompt: 'A lantern', duration: 1, resolution: '480p' };
  const requests = [
    short,
    { ...short, duration: 99 },
    { ...short, resolution: '1080x1920' },
    { model: 'nobody/nothing', prompt: 'x' },
    { model: short.model, prompt: 'x', size: '480x480', seed: 1, duration: 2 },
  ];

  it('without a scenario, for the catalogue too', async () => {
    const { ask, simulator } = rig();
    expect(problems('VideoModelsListResponse', await jsonOf(ask('/videos/models')))).toEqual([]);
    await check(await simulator.fetch('http://simulator.test/api/v1/videos/x'), 'VideoGenerationResponse');
    for (const path of ['/videos', '/nothing', '/videos/x/y/z', '/videos/x/content']) await check(await ask(path), '');
  });

  it.each([...Object.keys(scenarios).filter((name) => !offContract.has(name)), ...Object.keys(scenarioSets)])(
    'under %s',
    async (scenario) => {
      const { ask, submit, clock } = rig({ scenario });
      const answered = async (call: Promise<Response>, success: string) => {
        // A slow answer comes when the clock moves on; a cut one is no answer.
        const answer = await Promise.race([
          call.catch(() => undefined),
          new Promise<'slow'>((resolve) => setImmediate(() => setImmediate(() => resolve('slow')))),
        ]);
        const last = answer === 'slow' ? await clock.advance(700_000).then(() => call.catch(() => undefined)) : answer;
        if (last) await check(last, success);
        return last;
      };
      for (const request of requests) {
        for (let attempt = 0; attempt < 2; attempt++) await answered(submit(request), 'VideoGenerationResponse');
      }
      const { jobs } = rigJobs(await ask('http://simulator.test/__simulator/jobs'));
      for (const pause of [0, 1000, 4 * 3600 * 1000]) {
        await clock.advance(pause);
        for (const { id } of await jobs) {
          await answered(ask(`/videos/${id}`), 'VideoGenerationResponse');
          await answered(ask(`/videos/${id}/content`), '');
          await answered(ask(`/videos/${id}/content?index=3`), '');
        }
      }
    },
  );
});

function rigJobs(answer: Response) {
  return { jobs: jsonOf(answer).then(({ data }) => data as readonly { readonly id: string }[]) };
}
