// One export's rows to a file, as a process of its own: `node rows-ours.mjs '{"config", "query", "out"}'`.
import { open } from 'node:fs/promises';
import { openSource, sourceSchema } from '../packages/engine/dist/rows/index.js';

const { config, query, out } = JSON.parse(process.argv[2]);
const { signal } = new AbortController();
const source = await openSource('bench', sourceSchema.parse(config), { workspaceFolder: '/', signal });
const layout = { kind: 'csv', delimiter: ',', enclosure: '"', nullToken: '', quoteAll: false };
const copy = await source.copy(query, layout, signal);
const file = await open(out, 'w');
for await (const chunk of copy.bytes) await file.write(chunk);
await file.close();
await source[Symbol.asyncDispose]();
process.stdout.write(`${copy.rows()}\n`);
