import type { Latency, LatencyData } from '../evidence/evidence.ts';

/**
 * Measured completion times of models sold on OpenRouter: wall clock from submit to completed, most of them on other hosts of
 * the same model. Where polling was coarse (a gap of about 10 s, or an interval that the source states) the lower end of the
 * interval stands beside the time; runs polled every 5 s are at most 5 % too long and taken as published.
 */
export const latencyData: LatencyData = {
  sources: {
    autoshow: {
      source: 'ajcwebdev/autoshow-cli@1b52639 docs/benchmarks/video, field processingTime of the manifests',
      asOf: '2026-08-17',
      licence: 'MIT',
    },
    vibeboard: {
      source: 'VibeBoard notes, public code, repository not identified',
      asOf: '2025-12-24',
      licence: 'figures only',
    },
    'media-intelligence': {
      source: 'chawlavaibhav/media-intelligence eval/capability-map/ROUTING-EVIDENCE-MAP-v0.yaml',
      asOf: '2026-09-09',
      licence: 'figures only',
    },
    pollinations: { source: 'pollinations/pollinations', asOf: '2026-09-06', licence: 'figures only' },
    'or-toolbox': {
      source: 'ethanpil/or-toolbox@b5596a4 tests/fixtures/openrouter',
      asOf: '2026-10-02',
      licence: 'figures only',
    },
    anomalia: {
      source: 'anomaliaso/anomalia pull request 341, 30 days of calls through kie.ai',
      asOf: '2026-09',
      licence: 'figures only',
    },
    'openrouter-docs': {
      source: 'OpenRouterTeam/docs@c26125a cookbook/video-generation/video-generation-webhooks.mdx',
      asOf: '2026-08-22',
      licence: 'figures only',
    },
  },
  outcomes: [
    // 9 of 72 and 11 of 41: the published shares 12.5 % and 26.8 %.
    { model: 'bytedance/seedance-2.5', succeeded: 63, failed: 9, asOf: '2026-09', source: 'anomalia' },
    {
      model: 'x-ai/grok-imagine-video-1.5',
      succeeded: 30,
      failed: 11,
      asOf: '2026-09',
      source: 'anomalia',
      note: 'other_build',
    },
  ],
  latencies: readLatencies(),
};

/** Models of 2026-10-08 for which no completion time at all was found. Looked for on 2026-10-09. */
export const notMeasured = [
  'alibaba/happyhorse-1.0',
  'alibaba/wan-3.0',
  'black-forest-labs/flux-3-video',
  'black-forest-labs/flux-video-edit',
  'black-forest-labs/flux-video-upscale',
  'bytedance/seedance-1-5-pro',
  'heygen/avatar-iv',
  'heygen/heygen-video-1',
  'kwaivgi/kling-video-o1',
  'runway/aleph-2',
  'x-ai/grok-imagine-video-1.5-lite',
] as const;

type Row = readonly [
  seconds: number,
  durationSeconds: number | null,
  resolution: string | null,
  audio: boolean | null,
  clips: number | null,
  failuresInside: number,
  statistic: Latency['statistic'],
  intervalLowSeconds: number | null,
  lowerBound: boolean,
  p95Seconds: number | null,
  provider: string,
  mode: 'text' | 'image' | 'reference',
  asOf: string,
  source: string,
  part?: string,
];

function readLatencies(): readonly Latency[] {
  return Object.entries(rowsByModel()).flatMap(([model, rows]) =>
    rows.map((row) => ({
      model,
      seconds: row[0],
      durationSeconds: row[1],
      resolution: row[2],
      audio: row[3],
      clips: row[4],
      failuresInside: row[5],
      statistic: row[6],
      intervalLowSeconds: row[7],
      lowerBound: row[8],
      p95Seconds: row[9],
      provider: row[10],
      viaOpenRouter: row[10] === 'OpenRouter',
      task: `${row[11]}-to-video` as const,
      asOf: row[12],
      source: row[13],
      part: row[14] ?? null,
    })),
  );
}

// biome-ignore format: one time a line
function rowsByModel(): Readonly<Record<string, readonly Row[]>> {
  return {
    'alibaba/happyhorse-1.1': [
      [91.277, 5, '720p', null, 1, 0, 'run', null, false, null, 'Replicate', 'text', '2026-08-06', 'autoshow', 'run 2026-05-21_06-51-12-517'],
      [101.398, 5, '720p', null, 1, 0, 'run', null, false, null, 'Replicate', 'text', '2026-08-06', 'autoshow', 'run 2026-05-21_06-50-32-135'],
    ],
    'alibaba/wan-2.6': [
      [159.2, null, null, null, null, 0, 'reported', null, false, null, 'fal', 'image', '2025-12-24', 'vibeboard'],
      [176.2, null, null, null, null, 0, 'reported', null, false, null, 'fal', 'text', '2025-12-24', 'vibeboard'],
    ],
    'alibaba/wan-2.7': [
      [111.52, 5, '720p', null, 1, 0, 'run', null, false, null, 'Replicate', 'text', '2026-08-06', 'autoshow', 'run 2026-05-21_06-50-32-135'],
      [121.589, 5, '720p', null, 1, 0, 'run', null, false, null, 'Replicate', 'text', '2026-08-06', 'autoshow', 'run 2026-05-21_06-51-12-517'],
    ],
    'alibaba/wan-3.0-prime': [
      [56.543, 6, null, null, 8, 0, 'p50', null, false, 68.42, 'fal', 'image', '2026-09-09', 'media-intelligence', 'cell VID-I2V/wan-3.0-prime-i2v'],
      [83.267, 6, null, null, 8, 1, 'p50', null, false, 112.085, 'fal', 'text', '2026-09-09', 'media-intelligence', 'cell VID-T2V/wan-3.0-prime'],
      [116.607, 8, null, null, 2, 0, 'p50', null, false, 118.322, 'fal', 'text', '2026-09-09', 'media-intelligence', 'cell VID-2SPK/wan-3.0-prime+A_native'],
    ],
    'bytedance/seedance-2.0': [
      [121.752, 5, '720p', null, 1, 0, 'run', null, false, null, 'Replicate', 'text', '2026-08-06', 'autoshow', 'run 2026-05-21_06-50-32-135'],
    ],
    'bytedance/seedance-2.0-fast': [
      [101.549, 5, '720p', null, 1, 0, 'run', null, false, null, 'Replicate', 'text', '2026-08-06', 'autoshow', 'run 2026-05-21_06-51-12-517'],
      [116.632, 5, '720p', null, 1, 0, 'run', null, false, null, 'Replicate', 'text', '2026-08-06', 'autoshow', 'run 2026-05-21_06-50-32-135'],
      [120, null, '720p', null, null, 0, 'reported', null, true, null, 'not stated', 'text', '2026-08-14', 'pollinations', 'pull request 13366'],
    ],
    'bytedance/seedance-2.0-mini': [
      [61.6, 4, '480p', false, 1, 0, 'run', 51.4, false, null, 'OpenRouter', 'image', '2026-10-02', 'or-toolbox', 'videos-poll-timelines.recorded.json'],
    ],
    'bytedance/seedance-2.5': [
      [295.7, null, '720p', true, 1, 0, 'run', null, false, null, 'Replicate', 'image', '2026-08-09', 'pollinations', 'pull request 13215'],
      [118.305, 4, '480p', null, 2, 0, 'mean', null, false, null, 'Replicate', 'text', '2026-08-09', 'pollinations', 'pull request 13215'],
      [119.68, 4, '480p', null, 1, 0, 'run', null, false, null, 'Replicate', 'text', '2026-08-09', 'pollinations', 'pull request 13215'],
      [124.5, 4, '720p', null, 1, 0, 'run', null, false, null, 'Replicate', 'text', '2026-08-09', 'pollinations', 'pull request 13215'],
      [248, null, null, null, 72, 0, 'mean', null, false, 382, 'kie.ai', 'text', '2026-09', 'anomalia'],
    ],
    'google/veo-3.1': [
      [41.337, 4, '720p', null, 1, 0, 'run', 31.337, false, null, 'Gemini API direct', 'text', '2026-08-17', 'autoshow', 'run 2026-05-21_06-51-12-517'],
      [72.026, 8, '720p', null, 1, 0, 'run', 62.026, false, null, 'Gemini API direct', 'text', '2026-08-17', 'autoshow', 'run 2026-05-21_06-50-32-135'],
      [46.97, 6, null, null, 2, 0, 'p50', null, false, 56.073, 'Vertex', 'text', '2026-09-09', 'media-intelligence', 'cell VID-KNEE/veo-3.1-full+knee_premium'],
      [52.551, 6, null, null, 2, 0, 'p50', null, false, 60.737, 'Vertex', 'text', '2026-09-09', 'media-intelligence', 'cell VID-TOPO3/veo-3.1-full+B_premium_native_t2v'],
    ],
    'google/veo-3.1-fast': [
      [129.6, null, '1080p', true, 1, 0, 'run', null, false, null, 'OpenRouter', 'image', '2026-07-23', 'pollinations', 'pull request 12707'],
      [72.6, 4, '720p', null, 1, 0, 'run', null, false, null, 'OpenRouter', 'text', '2026-07-23', 'pollinations', 'pull request 12707'],
      [41.379, 4, '720p', null, 1, 0, 'run', 31.379, false, null, 'Gemini API direct', 'text', '2026-08-17', 'autoshow', 'run 2026-05-21_06-51-12-517'],
      [72.172, 8, '720p', null, 1, 0, 'run', 62.172, false, null, 'Gemini API direct', 'text', '2026-08-17', 'autoshow', 'run 2026-05-21_06-50-32-135'],
      [55.252, 6, null, null, 8, 0, 'p50', null, false, 69.696, 'Vertex', 'image', '2026-09-09', 'media-intelligence', 'cell VID-I2V/veo-3.1-fast-i2v'],
      [56.148, 8, null, null, 4, 0, 'p50', null, false, 56.377, 'Vertex', 'reference', '2026-09-09', 'media-intelligence', 'cell VID-REF/veo-3.1-fast-ref2v+native'],
      [46.89, 6, null, null, 8, 0, 'p50', null, false, 53.851, 'Vertex', 'text', '2026-09-09', 'media-intelligence', 'cell VID-T2V/veo-3.1-fast'],
      [67.89, 8, null, null, 2, 0, 'p50', null, false, 68.526, 'Vertex', 'text', '2026-09-09', 'media-intelligence', 'cell VID-2SPK/veo-3.1-fast+A_native'],
    ],
    'google/veo-3.1-lite': [
      [41, 4, '720p', false, 1, 0, 'run', 31, false, null, 'OpenRouter', 'text', '2026-08-22', 'openrouter-docs'],
      [41.408, 4, '720p', null, 1, 0, 'run', 31.408, false, null, 'Gemini API direct', 'text', '2026-08-17', 'autoshow', 'run 2026-05-21_06-51-12-517'],
      [62.049, 8, '720p', null, 1, 0, 'run', 52.049, false, null, 'Gemini API direct', 'text', '2026-08-17', 'autoshow', 'run 2026-05-21_06-50-32-135'],
      [34.214, 6, null, null, 2, 0, 'p50', null, false, 39.65, 'Vertex', 'text', '2026-09-09', 'media-intelligence', 'cell VID-KNEE/veo-3.1-lite+knee_cheap'],
    ],
    'kwaivgi/kling-v3.0-pro': [
      [104.226, 6, null, false, 8, 0, 'p50', null, false, 343.622, 'fal', 'image', '2026-09-09', 'media-intelligence', 'cell VID-I2V/kling-v3-pro-i2v'],
      [94.745, 6, null, true, 8, 2, 'p50', null, false, 127.31, 'fal', 'text', '2026-09-09', 'media-intelligence', 'cell VID-T2V/kling-v3-pro-audio'],
      [283.524, 6, null, false, 2, 0, 'p50', null, false, 460.209, 'fal', 'text', '2026-09-09', 'media-intelligence', 'cell VID-TOPO3/kling-v3-pro+B_premium_native_t2v'],
      [135.571, 10, null, false, 2, 0, 'p50', null, false, 135.755, 'fal', 'text', '2026-09-09', 'media-intelligence', 'cell VID-MS/kling-v3-pro-10s'],
      [203.124, 15, null, false, 2, 0, 'p50', null, false, 205.538, 'fal', 'text', '2026-09-09', 'media-intelligence', 'cell VID-MS/kling-v3-pro-15s'],
    ],
    'kwaivgi/kling-v3.0-std': [
      [131.865, 5, '720p', false, 1, 0, 'run', null, false, null, 'Replicate', 'text', '2026-08-06', 'autoshow', 'run 2026-05-21_06-51-12-517'],
      [132.087, 5, '720p', false, 1, 0, 'run', null, false, null, 'Replicate', 'text', '2026-08-06', 'autoshow', 'run 2026-05-21_06-50-32-135'],
    ],
    'minimax/hailuo-2.3': [
      [72.335, 6, '768P', null, 1, 0, 'run', 62.335, false, null, 'MiniMax direct', 'text', '2026-08-17', 'autoshow', 'run 2026-05-21_06-51-12-517'],
      [123.608, 10, '768P', null, 1, 0, 'run', 113.608, false, null, 'MiniMax direct', 'text', '2026-08-17', 'autoshow', 'run 2026-05-21_06-50-32-135'],
    ],
    'minimax/hailuo-3': [
      [183.581, 5, '2K', null, 1, 0, 'run', 173.581, false, null, 'fal', 'text', '2026-08', 'autoshow', 'run 2026-05-21_06-50-32-135'],
      [370.169, 5, '2K', null, 1, 0, 'run', 360.169, false, null, 'fal', 'text', '2026-08', 'autoshow', 'run 2026-05-21_06-51-12-517'],
    ],
    'minimax/hailuo-3-max': [
      [9.539, 6, null, null, 8, 0, 'p50', null, false, 21.437, 'fal', 'image', '2026-09-09', 'media-intelligence', 'cell VID-I2V/minimax-h3-max-i2v'],
      [7.461, 6, null, null, 8, 1, 'p50', null, false, 9.736, 'fal', 'text', '2026-09-09', 'media-intelligence', 'cell VID-T2V/minimax-h3-max'],
    ],
    'runway/gen-4.5': [
      [101.564, 5, null, null, 1, 0, 'run', 91.564, false, null, 'Runway direct', 'text', '2026-08-17', 'autoshow', 'run 2026-05-21_06-51-12-517'],
      [101.802, 5, null, null, 1, 0, 'run', 91.802, false, null, 'Runway direct', 'text', '2026-08-17', 'autoshow', 'run 2026-05-21_06-50-32-135'],
    ],
    'x-ai/grok-imagine-video': [
      [39.5, null, '720p', null, 4, 0, 'range_middle', null, false, null, 'OpenRouter', 'text', '2026-07-23', 'pollinations', 'pull request 12696'],
      [53, null, '720p', null, 4, 0, 'range_middle', null, false, null, 'OpenRouter', 'text', '2026-07-23', 'pollinations', 'pull request 12696'],
      [12.35, 1, '480p', null, 1, 0, 'generation_time', null, false, null, 'OpenRouter', 'image', '2026-10-02', 'or-toolbox', 'generation-video.recorded.json'],
      [5.6, 1, '480p', null, 1, 0, 'run', 0.3, false, null, 'OpenRouter', 'reference', '2026-10-02', 'or-toolbox', 'videos-poll-timelines.recorded.json'],
      [44, null, null, null, 6, 0, 'mean', null, false, 50, 'kie.ai', 'text', '2026-09', 'anomalia'],
      [198, 15, null, null, null, 0, 'range_middle', null, false, null, 'not stated', 'text', '2026-09-06', 'pollinations', 'pull request 14519'],
      [21.024, 4, '480p', null, 1, 0, 'run', 11.024, false, null, 'xAI direct', 'text', '2026-08-17', 'autoshow', 'run 2026-05-21_06-51-12-517'],
      [41.605, 8, '480p', null, 1, 0, 'run', 31.605, false, null, 'xAI direct', 'text', '2026-08-17', 'autoshow', 'run 2026-05-21_06-50-32-135'],
    ],
    'x-ai/grok-imagine-video-1.5': [
      [49, null, null, null, 41, 0, 'mean', null, false, 91, 'kie.ai', 'text', '2026-09', 'anomalia'],
      [32.367, 8, '480p', null, 1, 0, 'run', 22.367, false, null, 'xAI direct', 'text', '2026-08-17', 'autoshow', 'run 2026-05-21_06-50-32-135'],
      [32.747, 8, '480p', null, 1, 0, 'run', 22.747, false, null, 'xAI direct', 'text', '2026-08-17', 'autoshow', 'run 2026-05-21_06-51-12-517'],
    ],
  };
}
