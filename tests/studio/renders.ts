import type { Page } from 'playwright-core';

/** What React keeps of a component, as far as is looked at here. */
interface Fiber {
  readonly tag: number;
  readonly flags: number;
  readonly child: Fiber | null;
  readonly sibling: Fiber | null;
  readonly alternate: Fiber | null;
  readonly stateNode: unknown;
}

/**
 * Counts which components are drawn anew, by the element that each stands for: React tells a hook of developer tools about each round, in a
 * page that is built for production too. To be added before the page's own script.
 */
export function countRenders(): void {
  const drawn = new Map<string, number>();
  // FunctionComponent, ForwardRef, MemoComponent, SimpleMemoComponent.
  const componentTags = [0, 11, 14, 15];
  const hostTag = 5;
  const contextTag = 10;
  const performedWork = 1;

  const elementOf = (fiber: Fiber | null): Element | null => {
    for (let at = fiber; at; at = at.sibling) {
      const found = at.tag === hostTag ? (at.stateNode as Element) : elementOf(at.child);
      if (found) return found;
    }
    return null;
  };
  const nameOf = (element: Element | null) => {
    if (!element) return 'nothing';
    const place = element.closest(
      '[data-chip], .take, .job-row, .tile, .shoot-bar, .top-bar, .why, .cards, .sentence, .settings, main, .toasts',
    );
    return `${place?.className || place?.tagName || 'page'} < ${element.className || element.tagName}`;
  };
  const look = (fiber: Fiber, before: Fiber) => {
    // One that only hands on what stands in it, such as the connection, draws nothing itself.
    const isHandingOn = fiber.child !== null && fiber.child.tag === contextTag;
    if (componentTags.includes(fiber.tag) && fiber.flags & performedWork && !isHandingOn) {
      const name = nameOf(elementOf(fiber.child));
      drawn.set(name, (drawn.get(name) ?? 0) + 1);
    }
    // The same children: nothing below was looked at.
    if (fiber.child === before.child) return;
    for (let child = fiber.child; child; child = child.sibling) if (child.alternate) look(child, child.alternate);
  };
  Object.assign(globalThis, {
    drawn,
    __REACT_DEVTOOLS_GLOBAL_HOOK__: {
      supportsFiber: true,
      inject: () => 1,
      checkDCE: () => undefined,
      onCommitFiberUnmount: () => undefined,
      onPostCommitFiberRoot: () => undefined,
      onCommitFiberRoot(_id: number, root: { readonly current: Fiber }) {
        if (root.current.alternate) look(root.current, root.current.alternate);
      },
    },
  });
}

/** What was drawn anew since this was asked last, by place and element. */
export async function rendersOf(page: Page): Promise<Readonly<Record<string, number>>> {
  return page.evaluate(() => {
    const { drawn } = globalThis as unknown as { drawn: Map<string, number> };
    const counts = Object.fromEntries(drawn);
    drawn.clear();
    return counts;
  });
}
