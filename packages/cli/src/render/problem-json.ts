import type { Problem } from '@waybill/engine/errors';

/** A problem as `--json` prints it. The keys, their order and their meaning stay as they are. */
export interface ProblemJson {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly kind: string;
  readonly message: string;
  readonly fix: string;
  readonly file: string | null;
  /** Lines and columns count from 1; the end is exclusive. */
  readonly line: number | null;
  readonly column: number | null;
  readonly endLine: number | null;
  readonly endColumn: number | null;
  /** Key path in the file, as `fields[2].to`. */
  readonly path: string | null;
  readonly found: string | null;
  readonly expected: string | null;
  /** The nearest right words, best first. */
  readonly suggestions: readonly string[];
}

export const problemJson = (problem: Problem): ProblemJson => ({
  code: problem.code,
  severity: problem.severity,
  kind: problem.kind,
  message: problem.message,
  fix: problem.fix,
  file: problem.place?.file ?? null,
  line: problem.place?.line ?? null,
  column: problem.place?.column ?? null,
  endLine: problem.place?.endLine ?? null,
  endColumn: problem.place?.endColumn ?? null,
  path: problem.place?.path ?? null,
  found: problem.found ?? null,
  expected: problem.expected ?? null,
  suggestions: problem.suggestions ?? [],
});
