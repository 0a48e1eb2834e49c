import type { Disposable } from 'vscode';

/** Does something from time to time, never twice at once; `wait` says for how many milliseconds it rests each time. */
export function repeatedly(work: () => Promise<void>, wait: () => number): Disposable {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  const rest = (): void => {
    if (!over) timer = setTimeout(() => void work().finally(rest), wait());
  };
  rest();
  return {
    dispose() {
      over = true;
      clearTimeout(timer);
    },
  };
}
