import { strict as assert } from 'node:assert';
import type { TrinoAnswer, TrinoHttp } from '../../src/rows/trino-http.ts';
import { TrinoStatement } from '../../src/rows/trino-statement.ts';

const BASE = new URL('http://trino.test:8080');

/** A coordinator of so many pages, each of one row, which answers at once. */
function coordinator(pages: number): TrinoHttp & { readonly answered: number } {
  let answered = 0;
  return {
    get answered() {
      return answered;
    },
    request: async (method): Promise<TrinoAnswer> => {
      if (method === 'DELETE') return { status: 204, body: '' } as TrinoAnswer;
      answered += 1;
      const body = {
        columns: [{ name: 'a', type: 'varchar' }],
        data: [[String(answered)]],
        ...(answered < pages ? { nextUri: `${BASE}v1/statement/executing/q/${answered}` } : {}),
      };
      return { status: 200, body: JSON.stringify(body) } as TrinoAnswer;
    },
    close: () => {},
  };
}

describe('K2 trino: one statement', () => {
  it('O6 Q3 cancelled while the next page waits already, rows end with an error and never as if they were all', async () => {
    const http = coordinator(5);
    const statement = new TrinoStatement(http, BASE);
    const rows: unknown[] = [];
    await assert.rejects(async () => {
      for await (const page of statement.pages('SELECT a', {})) {
        rows.push(...page);
        // The page ahead has come; the consumer is busy, and meanwhile the query runs out of time.
        while (http.answered < 2) await new Promise(setImmediate);
        await new Promise(setImmediate);
        await statement.cancel();
      }
    }, /cancelled/);
    assert.deepEqual(rows, [['1']]);
  });

  it('O6 cancelled after its last page, nothing is missing', async () => {
    const statement = new TrinoStatement(coordinator(2), BASE);
    const rows: unknown[] = [];
    for await (const page of statement.pages('SELECT a', {})) {
      rows.push(...page);
      if (rows.length === 2) await statement.cancel();
    }
    assert.deepEqual(rows, [['1'], ['2']]);
  });
});
