/** Rows of one height, of which only those near the visible part are in the page: any number scrolls smoothly. */
export interface VirtualRows {
  /** Shows so many rows, each made by `render` when it comes near. Keeps the place where it is scrolled to. */
  show(count: number, render: (index: number) => HTMLElement): void;
}

/** Rows above and below the visible part that are in the page, too. */
const SPARE = 20;

/**
 * @param scroller what scrolls
 * @param body holds the rows, between two spacers
 * @param spacer an element of a height that can be set
 */
export function virtualRows(scroller: HTMLElement, body: HTMLElement, spacer: () => HTMLElement): VirtualRows {
  const above = spacer();
  const below = spacer();
  let count = 0;
  let render: (index: number) => HTMLElement = () => body;
  let height = 0;
  let first = 0;
  let last = 0;

  const draw = (anew: boolean): void => {
    const top = height === 0 ? 0 : Math.floor(scroller.scrollTop / height);
    const fit = height === 0 ? 1 : Math.ceil(scroller.clientHeight / height) || 1;
    const from = Math.max(0, Math.min(top, count - fit) - SPARE);
    const to = Math.min(count, top + fit + SPARE);
    // Made while they were hidden, rows had no height yet.
    const unknown = height === 0 && scroller.clientHeight > 0;
    if (!anew && !unknown && from === first && to === last) return;
    first = from;
    last = to;
    const rows = Array.from({ length: to - from }, (_, i) => render(from + i));
    above.style.height = `${from * height}px`;
    below.style.height = `${(count - to) * height}px`;
    body.replaceChildren(above, ...rows, below);
    const measured = rows[0]?.getBoundingClientRect().height ?? 0;
    // The font's size is the editor's; it is known when the first rows are there.
    if (measured > 0 && Math.abs(measured - height) > 0.01) {
      height = measured;
      draw(true);
    }
  };

  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw(false);
    });
  };
  scroller.addEventListener('scroll', soon, { passive: true });
  // Also when a hidden tab is shown.
  new ResizeObserver(soon).observe(scroller);

  return {
    show(newCount, newRender) {
      count = newCount;
      render = newRender;
      draw(true);
    },
  };
}
