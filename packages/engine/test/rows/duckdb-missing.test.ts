import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { runProgram } from '../../../../test/support/run-cli.ts';
import { tempFolder } from '../../../../test/support/temp-folder.ts';

describe('K2 V6 DuckDB in a bundle', () => {
  it('K2 V6: without the package of its platform, source and parquet say what to install', async () => {
    await using folder = await tempFolder();
    await writeFile(
      folder.join('asks.ts'),
      `import { openSource } from '${import.meta.resolve('../../src/rows/open-source.ts')}';
       import { startParquet } from '${import.meta.resolve('../../src/file/parquet-process.ts')}';
       const config = { type: 'duckdb', folder: 'data', memory: '512 MB', timeout: 60000 };
       const options = { workspaceFolder: '${folder.path}', signal: new AbortController().signal };
       for (const ask of [() => openSource('db', config as never, options), startParquet])
         await ask().catch(error => console.log(JSON.stringify({ code: error.code, ...error.problems?.[0] })));`,
    );
    await mkdir(folder.join('data'));
    await writeFile(folder.join('data', 't.csv'), 'id\n1\n');
    const child = new URL('../../src/rows/duckdb-child.ts', import.meta.url).pathname;
    await build({
      entryPoints: { asks: folder.join('asks.ts'), 'duckdb-child': child },
      bundle: true,
      splitting: true,
      platform: 'node',
      format: 'esm',
      target: 'node20.19',
      outdir: folder.join('bundle'),
      outExtension: { '.js': '.mjs' },
      conditions: ['@waybill/source'],
      external: ['@duckdb/*', 'pg', 'pg-*'],
      plugins: [
        {
          name: 'file-urls',
          setup: ({ onResolve }) =>
            onResolve({ filter: /^file:/ }, ({ path }) => ({ path: decodeURI(new URL(path).pathname) })),
        },
      ],
      logLevel: 'silent',
    });
    const { stdout, stderr } = await runProgram(process.execPath, [folder.join('bundle', 'asks.mjs')]);
    const said = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    assert.equal(said.length, process.platform === 'win32' ? 1 : 2, stderr);
    for (const { code, message, fix } of said) {
      assert.equal(code, 'duckdb-missing');
      assert.ok(
        message.startsWith(`This installation has no DuckDB for ${process.platform}-${process.arch}: `),
        message,
      );
      assert.match(fix, /waybill\.command/);
    }
  });
});
