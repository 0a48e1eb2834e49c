import type { PreviewProcess } from './preview-process.ts';
import type { PreviewResult, ShownProblem, Step } from './protocol.ts';

/** What is shown of an export, and what was asked for. */
export interface SessionState {
  /** Absolute path of the export; undefined before one is shown. */
  readonly file: string | undefined;
  readonly rows: number;
  /** Personal data as it is. */
  readonly personal: boolean;
  /** What is waited for; undefined while nothing runs. */
  readonly step: Step | undefined;
  /** The last result of this export, which stays while another one is made. */
  readonly result: Shown | undefined;
  /** Why the result is not of the file as it is now. */
  readonly stale: 'no' | 'edited' | 'refreshing' | 'cancelled' | 'failed';
  /** What kept the last attempt from a result. */
  readonly problems: readonly ShownProblem[];
}

export interface Shown {
  readonly value: PreviewResult;
  /** When it was made, in ms since 1970. */
  readonly at: number;
  readonly personal: boolean;
}

export interface SessionNeeds {
  readonly process: Pick<PreviewProcess, 'preview'>;
  /** Texts that the editor holds unsaved, by absolute path. */
  unsaved(): readonly (readonly [string, string])[];
  /** The setting `waybill.command`; undefined when it is empty. */
  command(): string | undefined;
  changed(state: SessionState): void;
}

/** The preview of one export after the other: one query at a time, and what is shown stays until there is better. */
export interface PreviewSession {
  readonly state: SessionState;
  /** Shows another export, or this one anew. */
  show(file: string, asked: { readonly rows: number; readonly personal: boolean }): void;
  ask(asked: { readonly rows?: number; readonly personal?: boolean }): void;
  refresh(): void;
  /** The export or what it depends on was changed. */
  edited(): void;
  cancel(): void;
  /** Cancels, and forgets what is shown. */
  clear(): void;
}

export function previewSession(needs: SessionNeeds): PreviewSession {
  let state: SessionState = {
    file: undefined,
    rows: 50,
    personal: false,
    step: undefined,
    result: undefined,
    stale: 'no',
    problems: [],
  };
  let running: AbortController | undefined;
  const change = (changed: Partial<SessionState>) => {
    state = { ...state, ...changed };
    needs.changed(state);
  };

  const refresh = async (): Promise<void> => {
    const { file, rows, personal } = state;
    if (file === undefined) return;
    running?.abort();
    const abort = new AbortController();
    running = abort;
    change({ step: 'checking', stale: state.result ? 'refreshing' : 'no', problems: [] });
    const unsaved = needs.unsaved().map(([path, text]): [string, string] => [path, text]);
    const command = needs.command();
    const answer = await needs.process.preview(
      { file, unsaved, rows, showPersonalData: personal, ...(command !== undefined && { command }) },
      { signal: abort.signal, onStep: step => running === abort && change({ step }) },
    );
    // Another one was asked for meanwhile: this answer is nobody's.
    if (running !== abort) return;
    running = undefined;
    const stale = (why: SessionState['stale']) => (state.result ? why : 'no');
    if (answer.kind === 'result')
      change({ step: undefined, stale: 'no', result: { value: answer.result, at: Date.now(), personal } });
    else if (answer.kind === 'problems') change({ step: undefined, stale: stale('failed'), problems: answer.problems });
    else change({ step: undefined, stale: stale('cancelled') });
  };

  return {
    get state() {
      return state;
    },
    show(file, asked) {
      const same = file === state.file;
      // What was shown of another export, or with personal data that is masked now, has no place here any more.
      const keep = same && (asked.personal || !state.result?.personal);
      change({ file, ...asked, ...(keep ? {} : { result: undefined, stale: 'no', problems: [] }) });
      void refresh();
    },
    ask(asked) {
      change(asked.personal === false && state.result?.personal ? { ...asked, result: undefined } : asked);
      void refresh();
    },
    refresh: () => void refresh(),
    edited() {
      if (state.result && state.stale === 'no') change({ stale: 'edited' });
    },
    cancel: () => running?.abort(),
    clear() {
      running?.abort();
      running = undefined;
      change({ file: undefined, step: undefined, result: undefined, stale: 'no', problems: [] });
    },
  };
}
