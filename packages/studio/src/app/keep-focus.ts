/** Where a keyboard stands when what it stood on has gone: parts of the page that have a name or are read as one. */
const places = 'li, article, section, form, fieldset, dialog, main';

/**
 * Keeps the place of those who use a keyboard or a screen reader: when the focused element goes or is disabled, as a button does whose work
 * has begun, the focus goes to the nearest part of the page around it, not to the top. What is focused on purpose instead keeps it.
 */
export function keepFocus(): void {
  let last: Element | null = null;
  let around: readonly HTMLElement[] = [];
  addEventListener('focusin', ({ target }) => {
    if (!(target instanceof Element)) return;
    last = target;
    around = placesAround(target);
  });
  addEventListener('focusout', ({ target }) => {
    // Left by a press beside it: nothing is lost. When it goes itself, that is known once the page has changed.
    queueMicrotask(() => {
      if (target === last && document.activeElement !== last && last && canKeep(last)) last = null;
    });
  });
  new MutationObserver(() => {
    if (!last || canKeep(last)) return;
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body || activeElement === last) {
      stand(around.find(canKeep) ?? mainNow());
    }
  }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });
}

/** A page that waits for the next one is still there, hidden. */
function canKeep(element: Element): boolean {
  return element.isConnected && !element.matches(':disabled') && element.checkVisibility();
}

/** The main part that is shown: a page that is on its way out has one too. */
function mainNow(): HTMLElement | null {
  return [...document.querySelectorAll('main')].find(canKeep) ?? null;
}

function placesAround(element: Element): readonly HTMLElement[] {
  const place = element.parentElement?.closest<HTMLElement>(places);
  return place ? [place, ...placesAround(place)] : [];
}

function stand(place: HTMLElement | null): void {
  if (!place) return;
  place.setAttribute('tabindex', '-1');
  place.addEventListener('blur', () => place.removeAttribute('tabindex'), { once: true });
  place.focus({ preventScroll: true });
}
