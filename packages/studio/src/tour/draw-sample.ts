/** Two looks of the same sample. */
export type SampleLook = 'dusk' | 'night';

const looks = {
  dusk: { sky: ['#2b2a4c', '#b1566a', '#f3a95f'], water: '#3a2f4f', glow: '255, 214, 120', drift: 0.05 },
  night: { sky: ['#05070f', '#0d1b33', '#1c3a5b'], water: '#071120', glow: '255, 180, 84', drift: 0.09 },
} as const;

const sampleSeconds = 5;

/** Draws the sample at a time, in seconds: a lantern that drifts over a lake, the picture coming slowly nearer. */
export function drawSample(context: CanvasRenderingContext2D, look: SampleLook, seconds: number): void {
  const { width, height } = context.canvas;
  const { sky, water, glow, drift } = looks[look];
  const share = (seconds % sampleSeconds) / sampleSeconds;
  const zoom = 1 + share * 0.25;
  context.setTransform(1, 0, 0, 1, 0, 0);
  const horizon = height * 0.58;
  const air = context.createLinearGradient(0, 0, 0, horizon);
  for (const [at, colour] of sky.entries()) air.addColorStop(at / (sky.length - 1), colour);
  context.fillStyle = air;
  context.fillRect(0, 0, width, height);
  context.fillStyle = water;
  context.fillRect(0, horizon, width, height - horizon);

  context.translate(width / 2, horizon);
  context.scale(zoom, zoom);
  const x = Math.sin(share * Math.PI * 2) * width * drift;
  const y = -height * 0.16 + Math.sin(share * Math.PI * 4) * height * 0.012;
  const size = height * 0.075;
  const light = context.createRadialGradient(x, y, 0, x, y, size * 5);
  light.addColorStop(0, `rgba(${glow}, 0.75)`);
  light.addColorStop(1, `rgba(${glow}, 0)`);
  context.fillStyle = light;
  context.fillRect(x - size * 5, y - size * 5, size * 10, size * 10);
  context.fillStyle = `rgb(${glow})`;
  context.beginPath();
  context.roundRect(x - size * 0.6, y - size, size * 1.2, size * 1.8, size * 0.35);
  context.fill();
  // Its light on the water, broken by waves.
  for (let wave = 0; wave < 9; wave += 1) {
    const wide = size * (1.6 - wave * 0.12) * (1 + 0.25 * Math.sin(share * Math.PI * 8 + wave));
    context.fillStyle = `rgba(${glow}, ${0.45 - wave * 0.045})`;
    context.fillRect(x - wide / 2, height * 0.03 + wave * size * 0.42, wide, size * 0.14);
  }
}
