import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { FileKind } from '@waybill/engine/definition';
import { fail } from '@waybill/engine/errors';
import { findWorkspace, loadWorkspace, type Workspace } from '@waybill/engine/workspace';
import { jsonSchema } from '@waybill/language';
import type { GlobalOptions } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, say, sayJson } from '../io.ts';
import { UsageFault } from '../usage-fault.ts';
import { locateWorkspace } from './locate.ts';

const KINDS: readonly FileKind[] = ['export', 'template', 'model', 'workspace'];

/** Prints the schema of one kind of file, or writes that of all (V8). */
export function showSchemas(
  io: Io,
  options: GlobalOptions & { readonly write?: string; readonly plain?: boolean },
  kind: string | undefined,
): number {
  const known = KINDS.find(one => one === kind);
  if (kind !== undefined && known === undefined) {
    const params = { option: 'KIND', found: kind, expected: `one of ${KINDS.join(', ')}` };
    throw UsageFault.of('wrong-argument', params, kind, KINDS);
  }
  if (known === undefined && options.write === undefined) {
    throw UsageFault.of('missing-argument', {
      argument: `a kind of file (${KINDS.join(', ')}) or \`--write\``,
      command: 'waybill schema',
    });
  }
  const workspace = options.plain ? undefined : surrounding(io, options);
  const made = (known === undefined ? KINDS : [known]).map(one => ({ one, schema: jsonSchema(one, workspace) }));
  if (options.write === undefined) {
    for (const { schema } of made) sayJson(io.out, schema);
    return EXIT.ok;
  }
  for (const { one, schema } of made) {
    const file = join(options.write, `${one}.schema.json`);
    writeSchema(resolve(io.cwd, options.write), resolve(io.cwd, file), file, `${JSON.stringify(schema, null, 2)}\n`);
    say(io.out, file);
  }
  return EXIT.ok;
}

/** The workspace that is asked for, or that one is in; a schema without names needs none. */
function surrounding(io: Io, options: GlobalOptions): Workspace | undefined {
  if (options.workspace !== undefined) return locateWorkspace(io, options);
  const folder = findWorkspace(io.cwd);
  return folder === undefined ? undefined : loadWorkspace(folder, { env: io.env, cwd: io.cwd });
}

function writeSchema(folder: string, path: string, file: string, text: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    fail('file-unwritable', { file, detail: code }, { place: { file } }, error);
  }
}
