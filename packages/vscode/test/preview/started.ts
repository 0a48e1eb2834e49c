import { fileURLToPath } from 'node:url';
import {
  type PreviewAnswer,
  type PreviewProcess,
  type PreviewProcessOptions,
  previewProcess,
} from '../../src/preview/preview-process.ts';
import type { PreviewAsked, PreviewResult, ShownProblem } from '../../src/preview/protocol.ts';

/** The process from source. */
export const SOURCE: Pick<PreviewProcessOptions, 'program' | 'execArgv'> = {
  program: fileURLToPath(new URL('../../src/preview/process/main.ts', import.meta.url)),
  execArgv: ['--conditions=@waybill/source', `--import=${import.meta.resolve('tsx/esm')}`],
};

export interface Started extends Disposable, PreviewProcess {
  /** The result of a preview of this file; fails on anything else. */
  result(file: string, asked?: Partial<PreviewAsked>): Promise<PreviewResult>;
  problems(file: string, asked?: Partial<PreviewAsked>): Promise<readonly ShownProblem[]>;
}

export function start(options: Partial<PreviewProcessOptions> = {}): Started {
  const preview = previewProcess({ ...SOURCE, ...options });
  const ask = (file: string, asked: Partial<PreviewAsked> = {}): Promise<PreviewAnswer> =>
    preview.preview(
      { file, unsaved: [], rows: 50, showPersonalData: false, ...asked },
      { signal: new AbortController().signal },
    );
  return {
    preview: preview.preview,
    get pid() {
      return preview.pid;
    },
    dispose: preview.dispose,
    [Symbol.dispose]: preview.dispose,
    async result(file, asked) {
      const answer = await ask(file, asked);
      if (answer.kind === 'result') return answer.result;
      throw new Error(JSON.stringify(answer));
    },
    async problems(file, asked) {
      const answer = await ask(file, asked);
      if (answer.kind === 'problems') return answer.problems;
      throw new Error(`no problems, but ${answer.kind}`);
    },
  };
}

/** Whether a process is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
