import type { ChartPoint } from './chart-points.ts';
import type { Dot, PlacedLabel } from './place-labels.ts';

const svg = 'http://www.w3.org/2000/svg';

/** The names of a chart, each where it was placed, with a line to its dot when it stands far from it. */
export function drawLabels(labels: readonly PlacedLabel<Dot & { readonly point: ChartPoint }>[]): SVGElement {
  const group = element('g', { 'pointer-events': 'none' });
  for (const { dot, x, y, isFar } of labels) {
    if (isFar) group.append(element('line', { class: 'chart-leader', x1: dot.x, y1: dot.y, x2: x, y2: y }));
  }
  for (const { dot, x, y } of labels) {
    const { isPick, fits } = dot.point;
    const text = element('text', {
      class: ['chart-name', ...(isPick ? ['pick-name'] : []), ...(fits ? [] : ['grey-name'])].join(' '),
      x,
      y,
      'text-anchor': 'middle',
      dy: '0.34em',
    });
    text.textContent = dot.name;
    group.append(text);
  }
  return group;
}

function element(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(svg, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, String(value));
  return made;
}
