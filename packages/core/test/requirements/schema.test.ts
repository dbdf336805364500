import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseRequirements } from '../../src/requirements/parse.ts';
import { requirementFields, requirementsJsonSchema } from '../../src/requirements/schema.ts';

const photo = 'https://example.com/mug.png';
const schema = z.fromJSONSchema(requirementsJsonSchema() as Parameters<typeof z.fromJSONSchema>[0]);

test('the JSON Schema is plain JSON, closed, and describes every field', () => {
  const json = requirementsJsonSchema();
  expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  const properties = json.properties as Record<string, { description?: string }>;
  expect(Object.keys(properties)).toEqual(Object.keys(requirementFields));
  for (const [name, field] of Object.entries(properties)) expect(field.description, name).toMatch(/\.$|;/);
});

describe('what the JSON Schema takes, parseRequirements takes', () => {
  test.each<object>([
    {},
    {
      prompt: 'a mug',
      durationSeconds: 5,
      resolution: '720p',
      aspectRatio: '9:16',
      firstFrame: photo,
      audio: false,
      seed: 0,
    },
    { size: '720x1280', lastFrame: { url: photo, width: 720, height: 1280 }, audio: 'any' },
    { references: [photo, { kind: 'audio', url: 'https://a.example/a.mp3', durationSeconds: 3.5 }] },
    {
      passthrough: ['watermark', { name: 'keyframes', value: [] }],
      providers: { allow: ['google'] },
      models: { deny: ['a/b'] },
    },
    { maxUsd: '0.50', maxSeconds: 120, minQuality: 1200 },
    { maxUsd: 0.5 },
    { task: 'continue', previousJobId: 'gen-vid-1790983457-Zx81mQ0aLr7TnB4vCkYe' },
    { task: 'upscale', sourceVideo: { width: 640, height: 360, durationSeconds: 4 }, upscaleFactor: 2, creativity: 1 },
  ])('%j', (input) => {
    expect(schema.safeParse(input).success).toBe(true);
    expect(() => parseRequirements(input)).not.toThrow();
  });
});

test.each<object>([
  { durationSecond: 5 },
  { durationSeconds: 0 },
  { durationSeconds: 5.5 },
  { resolution: '721p' },
  { aspectRatio: '17:9' },
  { firstFrame: 'mug.png' },
  { references: [{ kind: 'vdeo', url: photo }] },
  { minQuality: 80 },
  { task: 'make' },
])('both refuse %j', (input) => {
  expect(schema.safeParse(input).success).toBe(false);
  expect(() => parseRequirements(input)).toThrow();
});
