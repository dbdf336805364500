const missing = new Set<HTMLLinkElement>();

// The bundler's loader asks for a style once, and takes one that did not arrive for one that is there.
addEventListener(
  'error',
  ({ target }) => {
    if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') missing.add(target);
  },
  true,
);

/** Asks anew for the styles that did not arrive. Resolves when each is there, and fails when one has failed again. */
export async function mendStyles(): Promise<void> {
  const links = [...missing];
  missing.clear();
  await Promise.all(
    links.map(
      (link) =>
        new Promise<void>((there, failed) => {
          const anew = link.cloneNode() as HTMLLinkElement;
          anew.onload = () => there();
          anew.onerror = () => failed(new Error(`${link.href} did not arrive.`));
          link.replaceWith(anew);
        }),
    ),
  );
}
