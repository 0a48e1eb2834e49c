import { the } from './elements.ts';

export const TABS = ['table', 'file', 'sql', 'runs'] as const;
export type Tab = (typeof TABS)[number];

export interface Tabs {
  readonly selected: Tab;
  select(tab: Tab): void;
}

/** Tabs as the ARIA practices describe them: one is in the order of Tab, the arrow keys, Home and End go through all. */
export function tabs(changed: (tab: Tab) => void): Tabs {
  let selected: Tab = 'table';
  const button = (tab: Tab) => the<HTMLButtonElement>(`tab-${tab}`);
  const select = (tab: Tab) => {
    selected = tab;
    for (const one of TABS) {
      button(one).setAttribute('aria-selected', String(one === tab));
      button(one).tabIndex = one === tab ? 0 : -1;
      the(`panel-${one}`).hidden = one !== tab;
    }
    changed(tab);
  };
  for (const [i, tab] of TABS.entries()) {
    button(tab).addEventListener('click', () => select(tab));
    button(tab).addEventListener('keydown', event => {
      const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: TABS.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      const next = TABS[(to + TABS.length) % TABS.length] ?? tab;
      select(next);
      button(next).focus();
    });
  }
  return {
    get selected() {
      return selected;
    },
    select,
  };
}
