/**
 * Makes a chart of Observable Plot fit for this page. Its inline style sheet goes, which the page's security policy forbids (the rules
 * stand in chart.css), and so do its English part names: the place around it carries the one name that a screen reader needs.
 */
export function fitForPage(chart: Element): Element {
  strip(chart);
  // What follows the pointer is drawn anew with every move.
  new MutationObserver(() => strip(chart)).observe(chart, { childList: true, subtree: true });
  return chart;
}

function strip(chart: Element): void {
  for (const style of chart.querySelectorAll('style')) style.remove();
  for (const part of chart.querySelectorAll('[aria-label], [aria-description]')) {
    part.removeAttribute('aria-label');
    part.removeAttribute('aria-description');
  }
}
