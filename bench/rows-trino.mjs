// One export's rows to a csv file, as a process of its own: `node rows-trino.mjs '{"config", "query", "out"}'`.
import { open } from 'node:fs/promises';
import { openFile, resolveFileOptions } from '../packages/engine/dist/file/index.js';
import { openSource, sourceSchema } from '../packages/engine/dist/rows/index.js';

const { config, query, out } = JSON.parse(process.argv[2]);
const { signal } = new AbortController();
const source = await openSource('bench', sourceSchema.parse(config), { workspaceFolder: '/', signal });
const { options } = resolveFileOptions({ format: 'csv' });
const written = openFile({ options, columns: query.columns, entryName: () => 'x', modified: new Date(0) });
const file = await open(out, 'w');
for await (const { bytes } of written.parts({ kind: 'rows', batches: source.rows(query, signal) }))
  for await (const chunk of bytes) await file.write(chunk);
await file.close();
await source[Symbol.asyncDispose]();
