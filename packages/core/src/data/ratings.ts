import type { Rating, RatingData, RatingMatch, RatingTask } from '../evidence/evidence.ts';

/**
 * Human-preference ratings, mapped to model ids by hand. Scores of two boards are never averaged; `scaleLinks` and `taskLinks`
 * say what a figure of one tells about another, and with what error. Newer second-hand copies of a rating that is here first
 * hand are left out: they are not a second vote.
 */
export const ratingData: RatingData = {
  boards: {
    'lmarena-2026-08-17': {
      name: 'LMArena (arena.ai) video arena, published dataset',
      scale: 'lmarena',
      asOf: '2026-08-17',
      source:
        'Scarlett9826/arena-ai-leaderboards@5782ec0 data/lmarena/2026-08-22, a copy of lmarena-ai/leaderboard-dataset',
      licence: 'CC-BY-4.0 on the card of the data set; attribution: LMArena (arena.ai)',
    },
    'lmarena-2026-09-21': {
      name: 'LMArena (arena.ai) video arena, leaderboard page',
      scale: 'lmarena',
      asOf: '2026-09-21',
      source:
        'arena.ai leaderboard pages of 2026-09-21 (text) and 2026-09-22 (image) as quoted in public code; second-hand',
      licence: 'CC-BY-4.0 on the card of the data set behind the page; attribution: LMArena (arena.ai)',
    },
    'aa-t2v-2.0': {
      name: 'Artificial Analysis video arena, text to video v2.0',
      scale: 'aa-t2v-2.0',
      asOf: '2026-10-07',
      source: 'the board as quoted in public code; second-hand',
      licence: 'terms for shipping its figures not verified; reference only',
    },
    'aa-i2v-1.0': {
      name: 'Artificial Analysis video arena, image to video v1.0',
      scale: 'aa-i2v-1.0',
      asOf: '2026-10-07',
      source: 'the board as quoted in public code; second-hand',
      licence: 'terms for shipping its figures not verified; reference only',
    },
    'aa-v1-audio': {
      name: 'Artificial Analysis video arena v1, pool with audio',
      scale: 'aa-v1-audio',
      asOf: '2026-07',
      source: 'the board as quoted in public code; second-hand; superseded on 2026-09-30',
      licence: 'terms for shipping its figures not verified; reference only',
    },
  },
  population: {
    'text-to-video': { mean: 1370, standardDeviation: 89 },
    'image-to-video': { mean: 1415, standardDeviation: 70 },
  },
  scaleLinks: [
    { board: 'aa-t2v-2.0', task: 'text-to-video', offset: 344.4, residualStandardDeviation: 32, n: 7 },
    { board: 'aa-v1-audio', task: 'text-to-video', offset: 275.2, residualStandardDeviation: 20, n: 8 },
    { board: 'aa-i2v-1.0', task: 'image-to-video', offset: 327.7, residualStandardDeviation: 41, n: 8 },
    { board: 'aa-v1-audio', task: 'image-to-video', offset: 328.0, residualStandardDeviation: 39, n: 10 },
  ],
  taskLinks: [
    {
      from: 'image-to-video',
      to: 'text-to-video',
      fromMean: 1403.7,
      toMean: 1378.2,
      slope: 1.12,
      residualStandardDeviation: 38,
      n: 12,
    },
    {
      from: 'text-to-video',
      to: 'image-to-video',
      fromMean: 1378.2,
      toMean: 1403.7,
      slope: 0.76,
      residualStandardDeviation: 31,
      n: 12,
    },
  ],
  // A new version of a make lands near the top of its day, whatever the version before it was worth: 11 pairs, `npm run calibrate`.
  successionLink: { fromMean: 1346.5, toMean: 1459.8, slope: 0.05, residualStandardDeviation: 44, n: 11 },
  ratings: readRatings(),
};

/** Published names that look like a model of the catalogue and are not it. */
export const namesNotToMap = [
  {
    publishedName: 'Wan2.7-260612',
    board: 'aa-v1-audio',
    why: 'a June build; the canonical slug of alibaba/wan-2.7 ends in 20260414',
  },
  {
    publishedName: 'runway-gen4-aleph',
    board: 'lmarena-2026-08-17',
    why: 'Aleph v1, rated for video editing; it is not runway/aleph-2',
  },
  {
    publishedName: 'grok-imagine-video-1.5 with any further suffix',
    board: 'lmarena-2026-09-21',
    why: 'a different product variant; it is not x-ai/grok-imagine-video-1.5',
  },
] as const;

/** Models for which no rating was found, with the tasks. Looked for on 2026-10-09. */
export const noRatingFound: Readonly<Record<string, readonly RatingTask[]>> = {
  'alibaba/wan-3.0-prime': ['text-to-video', 'image-to-video'],
  'black-forest-labs/flux-video-edit': ['text-to-video', 'image-to-video'],
  'black-forest-labs/flux-video-upscale': ['text-to-video', 'image-to-video'],
  'bytedance/seedance-2.0-fast': ['text-to-video', 'image-to-video'],
  'bytedance/seedance-2.0-mini': ['text-to-video', 'image-to-video'],
  'heygen/avatar-iv': ['text-to-video', 'image-to-video'],
  'heygen/heygen-video-1': ['text-to-video', 'image-to-video'],
  'kwaivgi/kling-video-o1': ['image-to-video'],
  'openai/sora-2-pro': ['image-to-video'],
  'runway/aleph-2': ['text-to-video', 'image-to-video'],
  'runway/gen-4.5': ['image-to-video'],
  'x-ai/grok-imagine-video-1.5-lite': ['text-to-video', 'image-to-video'],
};

type Row = readonly [
  model: string,
  publishedName: string,
  score: number,
  low: number | null,
  high: number | null,
  votes: number | null,
  match: RatingMatch,
  ratedAt: string | null,
  use: Rating['use'],
  asOf?: string,
];

function readRatings(): readonly Rating[] {
  return Object.entries(rowsByBoardAndTask()).flatMap(([boardAndTask, rows]) => {
    const [board = '', task, date = ''] = boardAndTask.split(' ');
    return rows.map(([model, publishedName, score, low, high, votes, match, resolution, use, asOf = date]) => ({
      model,
      task: task as RatingTask,
      board,
      publishedName,
      score,
      low,
      high,
      votes,
      asOf,
      match,
      resolution,
      use,
    }));
  });
}

// biome-ignore format: one rating a line
function rowsByBoardAndTask(): Readonly<Record<string, readonly Row[]>> {
  return {
    'lmarena-2026-08-17 text-to-video 2026-08-17': [
      ['black-forest-labs/flux-3-video', 'flux-3-video', 1494.4, 1477.1, 1511.8, 1291, 'exact', null, 'primary'],
      ['bytedance/seedance-2.0', 'dreamina-seedance-2.0-720p', 1481.7, 1472, 1491.4, 49058, 'resolution_pinned', '720p', 'primary'],
      ['bytedance/seedance-2.5', 'dreamina-seedance-2.5-720p', 1477, 1457.7, 1496.2, 1337, 'exact', '720p', 'primary'],
      ['minimax/hailuo-3', 'minimax-h3', 1452.7, 1440, 1465.5, 3081, 'resolution_unknown', null, 'primary'],
      ['alibaba/happyhorse-1.0', 'happyhorse-1.0', 1428, 1415.4, 1440.6, 22113, 'exact', null, 'primary'],
      ['openai/sora-2-pro', 'sora-2-pro', 1364, 1356.6, 1371.3, 46509, 'exact', null, 'primary'],
      ['google/veo-3.1', 'veo-3.1-audio', 1363.9, 1349.5, 1378.3, 13743, 'exact', null, 'primary'],
      ['google/veo-3.1', 'veo-3.1-audio-1080p', 1362.9, 1352.6, 1373.3, 24979, 'resolution_pinned', '1080p', 'other_resolution'],
      ['google/veo-3.1-fast', 'veo-3.1-fast-audio', 1361.4, 1350.9, 1371.9, 39441, 'exact', null, 'primary'],
      ['google/veo-3.1-fast', 'veo-3.1-fast-audio-1080p', 1357.8, 1347.7, 1367.9, 25771, 'resolution_pinned', '1080p', 'other_resolution'],
      ['x-ai/grok-imagine-video', 'grok-imagine-video-720p', 1345.4, 1338.2, 1352.6, 154827, 'exact', '720p', 'primary'],
      ['alibaba/wan-2.7', 'wan2.7-t2v', 1344.4, 1335.7, 1353.2, 17769, 'exact', null, 'primary'],
      ['alibaba/wan-2.6', 'wan2.6-t2v', 1329.8, 1321.6, 1338.1, 44304, 'exact', null, 'primary'],
      ['bytedance/seedance-1-5-pro', 'seedance-v1.5-pro', 1255.7, 1249, 1262.4, 75990, 'exact', null, 'primary'],
      ['runway/gen-4.5', 'runway-gen-4.5', 1222.7, 1213.2, 1232.3, 38795, 'exact', null, 'primary'],
      ['kwaivgi/kling-video-o1', 'kling-o1-pro', 1204.8, 1178.2, 1231.5, 1195, 'tier_uncertain', null, 'primary'],
      ['minimax/hailuo-2.3', 'hailuo-2.3', 1204.3, 1197.7, 1210.9, 75780, 'exact', null, 'primary'],
    ],
    'lmarena-2026-08-17 image-to-video 2026-08-17': [
      ['minimax/hailuo-3', 'minimax-h3', 1489.4, 1482.3, 1496.5, 13020, 'resolution_unknown', null, 'primary'],
      ['bytedance/seedance-2.5', 'dreamina-seedance-2.5-720p', 1483.7, 1472.1, 1495.3, 2912, 'exact', '720p', 'primary'],
      ['bytedance/seedance-2.0', 'dreamina-seedance-2.0-720p', 1478.2, 1470.2, 1486.2, 105298, 'resolution_pinned', '720p', 'primary'],
      ['x-ai/grok-imagine-video-1.5', 'grok-imagine-video-1.5-720p', 1460.3, 1455.5, 1465, 99649, 'resolution_pinned', '720p', 'primary'],
      ['black-forest-labs/flux-3-video', 'flux-3-video-20260811', 1449.3, 1439, 1459.7, 3770, 'version_dated', null, 'primary'],
      ['alibaba/happyhorse-1.0', 'happyhorse-1.0', 1441.5, 1431.7, 1451.4, 70772, 'exact', null, 'primary'],
      ['alibaba/wan-2.7', 'wan2.7-i2v', 1427.5, 1422.1, 1432.9, 57878, 'exact', null, 'primary'],
      ['x-ai/grok-imagine-video', 'grok-imagine-video-720p', 1415, 1410.4, 1419.5, 517108, 'exact', '720p', 'primary'],
      ['google/veo-3.1', 'veo-3.1-audio', 1397.3, 1386.8, 1407.8, 25156, 'exact', null, 'primary'],
      ['google/veo-3.1', 'veo-3.1-audio-1080p', 1389.7, 1381.1, 1398.3, 53179, 'resolution_pinned', '1080p', 'other_resolution'],
      ['google/veo-3.1-fast', 'veo-3.1-fast-audio', 1384.2, 1375.4, 1393.1, 99932, 'exact', null, 'primary'],
      ['x-ai/grok-imagine-video', 'grok-imagine-video-480p', 1383.6, 1375.2, 1392.1, 19443, 'resolution_pinned', '480p', 'other_resolution'],
      ['google/veo-3.1-fast', 'veo-3.1-fast-audio-1080p', 1371, 1361.5, 1380.5, 54455, 'resolution_pinned', '1080p', 'other_resolution'],
      ['kwaivgi/kling-v3.0-pro', 'kling-v3-pro', 1356, 1349.9, 1362.2, 168760, 'resolution_unknown', null, 'primary'],
      ['alibaba/wan-2.6', 'wan2.6-i2v', 1310.7, 1303.4, 1318.1, 103204, 'exact', null, 'primary'],
      ['bytedance/seedance-1-5-pro', 'seedance-v1.5-pro', 1306.6, 1299.5, 1313.8, 245418, 'exact', null, 'primary'],
      ['minimax/hailuo-2.3', 'hailuo-2.3', 1260.7, 1255.4, 1265.9, 334385, 'exact', null, 'primary'],
    ],
    'lmarena-2026-09-21 text-to-video 2026-09-21': [
      ['black-forest-labs/flux-3-video', 'flux-3-video', 1493, 1476, 1510, null, 'exact', null, 'primary'],
      ['bytedance/seedance-2.0', 'dreamina-seedance-2.0-720p', 1479, 1471, 1487, null, 'resolution_pinned', '720p', 'primary'],
      ['alibaba/wan-3.0', 'wan3.0', 1476, 1463, 1489, null, 'exact', null, 'primary'],
      ['bytedance/seedance-2.5', 'dreamina-seedance-2.5-720p', 1474, 1465, 1483, null, 'exact', '720p', 'primary'],
      ['minimax/hailuo-3', 'minimax-h3', 1460, 1451, 1469, null, 'resolution_unknown', null, 'primary'],
    ],
    'lmarena-2026-09-21 image-to-video 2026-09-22': [
      ['minimax/hailuo-3', 'minimax-h3', 1495, null, null, null, 'resolution_unknown', null, 'primary'],
      ['alibaba/wan-3.0', 'wan3.0', 1480, null, null, null, 'exact', null, 'primary'],
    ],
    'aa-t2v-2.0 text-to-video 2026-10-07': [
      ['alibaba/wan-3.0', 'Wan 3.0', 1156, 1147, 1165, 8300, 'exact', null, 'linked'],
      ['bytedance/seedance-2.5', 'Seedance 2.5', 1143, 1134, 1152, 8264, 'exact', null, 'linked'],
      ['minimax/hailuo-3', 'MiniMax H3 768p', 1137, 1128, 1146, 8315, 'resolution_mismatch', '768p', 'linked'],
      ['minimax/hailuo-3-max', 'MiniMax H3 Max', 1130, 1120, 1140, 5719, 'exact', null, 'linked'],
      ['black-forest-labs/flux-3-video', 'FLUX 3', 1129, null, null, 5628, 'exact', null, 'linked', '2026-10-01'],
      ['bytedance/seedance-2.0', 'Seedance 2.0', 1118, null, null, 5412, 'exact', null, 'linked', '2026-10-03'],
      ['alibaba/happyhorse-1.1', 'HappyHorse-1.1', 1046, null, null, 4917, 'exact', null, 'linked', '2026-10-01'],
      ['x-ai/grok-imagine-video-1.5', 'grok-imagine-video-1.5', 1046, null, null, 3786, 'exact', null, 'linked', '2026-10-01'],
      ['alibaba/wan-2.7', 'Wan 2.7', 1030, null, null, 3806, 'exact', null, 'linked', '2026-10-03'],
      ['kwaivgi/kling-v3.0-pro', 'Kling 3.0 Pro', 1000, null, null, null, 'resolution_mismatch', '1080p', 'linked', '2026-10-01'],
      ['google/veo-3.1', 'Veo 3.1', 966, null, null, null, 'exact', null, 'linked', '2026-10-03'],
    ],
    'aa-i2v-1.0 image-to-video 2026-10': [
      ['minimax/hailuo-3-max', 'MiniMax H3 Max', 1195, 1186, 1204, 5894, 'exact', null, 'linked', '2026-10-07'],
      ['minimax/hailuo-3', 'MiniMax H3', 1181, 1173, 1189, 7284, 'resolution_unknown', null, 'linked', '2026-10-07'],
      ['bytedance/seedance-2.0', 'Seedance 2.0 720p', 1176, 1169, 1183, null, 'resolution_pinned', '720p', 'linked'],
      ['alibaba/wan-3.0', 'Wan 3.0', 1164, null, null, null, 'exact', null, 'linked'],
      ['google/veo-3.1', 'Veo 3.1', 1082, null, null, null, 'exact', null, 'linked'],
      ['alibaba/wan-2.7', 'Wan 2.7', 1077, null, null, null, 'exact', null, 'linked'],
      ['kwaivgi/kling-v3.0-pro', 'Kling 3.0 1080p (Pro)', 1055, null, null, null, 'resolution_mismatch', '1080p', 'linked'],
      ['kwaivgi/kling-v3.0-std', 'Kling 3.0 720p (Standard)', 1051, null, null, null, 'exact', '720p', 'linked'],
      ['bytedance/seedance-1-5-pro', 'Seedance 1.5 Pro', 1000, null, null, null, 'exact', null, 'linked'],
      ['alibaba/wan-2.6', 'Wan 2.6', 889, null, null, null, 'exact', null, 'linked'],
    ],
    'aa-v1-audio text-to-video 2026-07': [
      ['kwaivgi/kling-v3.0-std', 'Kling 3.0 720p Std', 1099, null, null, null, 'exact', '720p', 'superseded'],
      ['google/veo-3.1-lite', 'Veo 3.1 Lite', 1089, null, null, null, 'exact', null, 'superseded'],
    ],
    'aa-v1-audio image-to-video 2026-06-25': [
      ['alibaba/happyhorse-1.1', 'HappyHorse-1.1', 1121, null, null, null, 'exact', null, 'superseded'],
      ['google/veo-3.1-lite', 'Veo 3.1 Lite', 1061, null, null, null, 'exact', null, 'superseded'],
    ],
  };
}
