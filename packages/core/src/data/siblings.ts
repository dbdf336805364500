import type { SiblingData } from '../evidence/evidence.ts';

/** Which models are of one make. A model without evidence of its own borrows from these, never from the list it competes in. */
export const siblingData: SiblingData = {
  source: 'made by hand from model names and release notes as listed on OpenRouter',
  asOf: '2026-10-09',
  licence: 'own',
  lines: [
    {
      name: 'Seedance',
      speedsAlike: true,
      models: [
        'bytedance/seedance-1-5-pro',
        'bytedance/seedance-2.0',
        'bytedance/seedance-2.0-fast',
        'bytedance/seedance-2.0-mini',
        'bytedance/seedance-2.5',
      ],
    },
    {
      name: 'Wan',
      speedsAlike: true,
      models: ['alibaba/wan-2.6', 'alibaba/wan-2.7', 'alibaba/wan-3.0', 'alibaba/wan-3.0-prime'],
    },
    {
      name: 'Veo',
      speedsAlike: true,
      models: ['google/veo-3.1', 'google/veo-3.1-fast', 'google/veo-3.1-lite'],
    },
    {
      name: 'Kling',
      speedsAlike: true,
      models: ['kwaivgi/kling-v3.0-pro', 'kwaivgi/kling-v3.0-std', 'kwaivgi/kling-video-o1'],
    },
    {
      name: 'Grok Imagine',
      speedsAlike: true,
      models: ['x-ai/grok-imagine-video', 'x-ai/grok-imagine-video-1.5', 'x-ai/grok-imagine-video-1.5-lite'],
    },
    {
      name: 'HappyHorse',
      speedsAlike: true,
      models: ['alibaba/happyhorse-1.0', 'alibaba/happyhorse-1.1'],
    },
    {
      // 8 s, 90 s and 290 s for the same clip: one of them tells nothing about another.
      name: 'Hailuo',
      speedsAlike: false,
      models: ['minimax/hailuo-2.3', 'minimax/hailuo-3', 'minimax/hailuo-3-max'],
    },
  ],
  ratedParent: {
    'alibaba/wan-3.0-prime': 'alibaba/wan-3.0',
    'bytedance/seedance-2.0-fast': 'bytedance/seedance-2.0',
    'bytedance/seedance-2.0-mini': 'bytedance/seedance-2.0',
    'x-ai/grok-imagine-video-1.5-lite': 'x-ai/grok-imagine-video-1.5',
  },
};
