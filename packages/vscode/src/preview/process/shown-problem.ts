import { dirname, isAbsolute, join } from 'node:path';
import type { Problem } from '@waybill/engine/errors';
import { findWorkspace } from '@waybill/engine/workspace';
import type { ShownProblem } from '../protocol.ts';

/** A problem with the absolute path of its file: paths in problems count from the workspace's folder. */
export function shownProblem({ code, severity, message, fix, place }: Problem, exportFile: string): ShownProblem {
  const file = place?.file;
  const folder = findWorkspace(dirname(exportFile)) ?? dirname(exportFile);
  return {
    code,
    severity,
    message,
    fix,
    file: file === undefined ? null : isAbsolute(file) ? file : join(folder, file),
    shown: file ?? null,
    line: place?.line ?? null,
    column: place?.column ?? null,
    endLine: place?.endLine ?? null,
    endColumn: place?.endColumn ?? null,
  };
}
