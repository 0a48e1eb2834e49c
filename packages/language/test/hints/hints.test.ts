import assert from 'node:assert/strict';
import { hintsOf } from '../../src/hints/hints.ts';
import { linksOf } from '../../src/links/links.ts';
import { documentOf, workspaceOf } from '../support/workspace.ts';

const demo = workspaceOf();

/** The text with each hint in brackets where it is shown. */
function shown(text: string): string {
  const document = documentOf('exports/x.export.yaml', text);
  let out = '';
  let at = 0;
  for (const { position, text: hint } of hintsOf(document, demo)) {
    const offset = document.offsetAt(position);
    out += `${text.slice(at, offset)}[${hint}]`;
    at = offset;
  }
  return out + text.slice(at);
}

const head = 'name: x\nmodel: transactions\n';

describe('inlay hints', () => {
  it('V3: the day that a `date:` expression means today, and the instant of one with a time', () => {
    assert.equal(
      shown(
        `${head}filters: {all: [{attribute: event_date, operator: between, value: ["date:-7 days", 'date:yesterday 13:45']}]}`,
      ),
      `${head}filters: {all: [{attribute: event_date, operator: between, value: ["date:-7 days"[2026-11-21], 'date:yesterday 13:45'[2026-11-27 13:45]]}]}`,
    );
  });

  it('V3: the days of a window, behind what says them', () => {
    assert.equal(
      shown(`${head}window: {previous: month} # whole`),
      `${head}window: {previous: month[2026-10-01 to 2026-10-31]} # whole`,
    );
    assert.equal(shown(`${head}window:\n  last: 1 day\n`), `${head}window:\n  last: 1 day[2026-11-27]\n`);
  });

  it('V3: the name that a path makes, when it says more than the path', () => {
    assert.equal(
      shown(`${head}deliver:\n  - {to: share, path: "a/%Y-%m"}\n  - {to: share, path: fixed}\n`),
      `${head}deliver:\n  - {to: share, path: "a/%Y-%m"[→ a/2026-11.csv]}\n  - {to: share, path: fixed}\n`,
    );
  });

  it('V3: nothing for what is not right, and for what is outside the range that is asked', () => {
    assert.equal(shown(`${head}window: {from: "date:yestreday"}`), `${head}window: {from: "date:yestreday"}`);
    assert.equal(shown(`${head}window: {last: 7 dyas}`), `${head}window: {last: 7 dyas}`);
    const document = documentOf('exports/x.export.yaml', `${head}window: {previous: day}`);
    const range = { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } };
    assert.deepEqual(hintsOf(document, demo, range), []);
  });
});

describe('links', () => {
  it('V5: files of the workspace that are named, and none outside it', () => {
    const document = documentOf(
      'exports/x.export.yaml',
      `${head}audience: {file: audiences/vip.csv}\nfile: {encrypt: {pgp: partner}}\n`,
    );
    assert.deepEqual(
      linksOf(document, demo).map(({ file }) => file),
      ['audiences/vip.csv', 'keys/partner.asc'],
    );
    for (const path of ['../secrets.csv', '/etc/passwd', 'C:\\x.csv', 'audiences/../../x']) {
      assert.deepEqual(linksOf(documentOf('exports/x.export.yaml', `${head}audience: {file: '${path}'}`), demo), []);
    }
  });
});
