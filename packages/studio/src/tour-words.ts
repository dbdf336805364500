/** What the tour says; loaded with it. */
export const tourWords = {
  title: 'First visit',
  ask: 'New here? Three steps show how a clip is made, with a sample that costs nothing.',
  show: 'Show me',
  noThanks: 'No, thanks',
  stepOf: (step: number, steps: number) => `Step ${step} of ${steps}`,
  back: 'Back',
  next: 'Next',
  close: 'Close',
  done: 'Start with the sample',
  describeTitle: 'Describe the clip',
  describe:
    'Write what the clip shows. Words such as “5 seconds, vertical, no sound” also become settings. The text is sent exactly as you wrote it.',
  samplePrompt: 'A paper lantern drifts over a dark lake, slow dolly in. 5 seconds, vertical, 720p, no sound',
  shootTitle: 'Tick models, see the price, shoot',
  shoot:
    'Each model is priced for your very clip, as “up to” a sum. Nothing is ordered until you press Shoot; then each take is one order and one bill.',
  shootLines: [
    ['Best value', 'price, time and quality together'],
    ['Fastest', 'when you wait for it'],
    ['Best looking', 'what people preferred in blind votes'],
  ],
  compareTitle: 'Compare the takes, keep the best',
  compare: 'Takes play in sync. Try it: which of these two is better?',
  drawn: 'Drawn by this page. No model made them, nothing was ordered, and nothing is billed.',
  take: (name: string) => `Take ${name}`,
  sampleLabel: (name: string) => `Sample take ${name}: a lantern over a lake, drawn by this page`,
  best: 'This one is best',
  chosen: 'Your pick. With real takes, your vote counts in the quality of both models from then on.',
  simulated: 'This server uses the simulator: whatever you shoot now, no money moves.',
  real: 'This server is live: what you shoot after this tour is billed to its OpenRouter account.',
} as const;
