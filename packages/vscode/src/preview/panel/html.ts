import { ROW_CHOICES } from '../view/messages.ts';

export interface PageAddresses {
  readonly script: string;
  readonly style: string;
  /** What the editor serves the panel's own files from. */
  readonly cspSource: string;
  /** Random, of this page alone. */
  readonly nonce: string;
}

/** The page of the panel. Nothing in it comes from a file: it is filled by its script, and loads nothing from elsewhere. */
export function pageHtml({ script, style, cspSource, nonce }: PageAddresses): string {
  const policy = `default-src 'none'; style-src ${cspSource}; font-src ${cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>Waybill Preview</title>
</head>
<body>
<header>
<h1><button type="button" class="link" id="export" title="Open the export" disabled>No export</button></h1>
<div role="toolbar" aria-label="Preview">
<button type="button" id="refresh">Refresh</button>
<button type="button" id="cancel" hidden>Cancel</button>
<label for="row-count">Rows</label>
<select id="row-count">${ROW_CHOICES.map(rows => `<option value="${rows}">${rows}</option>`).join('')}</select>
<button type="button" id="personal" aria-pressed="false" title="Personal data is masked unless it is asked for">Personal Data</button>
<button type="button" id="pin" aria-pressed="false" title="Stay with this export when another file is opened">Pin</button>
<button type="button" id="copy" disabled>Copy Table</button>
<button type="button" id="save" disabled>Save File…</button>
</div>
</header>
<p id="status" role="status"></p>
<section id="untrusted" hidden>
<p>This workspace is not trusted. A preview reads this machine's secrets and asks the databases that the workspace names, so it needs trust.</p>
<button type="button" id="trust">Manage Workspace Trust</button>
</section>
<section id="problems" aria-labelledby="problems-title" hidden>
<h2 id="problems-title">Problems</h2>
<ul id="problem-list"></ul>
</section>
<main id="views" aria-label="Preview" hidden>
<dl id="facts"></dl>
<ul id="notes" aria-label="Notes" hidden></ul>
<div role="tablist" aria-label="Parts of the preview">
${tab('table', 'Table')}
${tab('file', 'Exact File')}
${tab('sql', 'SQL')}
${tab('runs', 'Next Runs')}
</div>
<section role="tabpanel" id="panel-table" aria-labelledby="tab-table">
<p class="note" id="table-note"></p>
<div class="scroll" id="table-scroll" tabindex="0" role="region" aria-label="Rows">
<table id="rows" aria-label="Rows as the file has them">
<colgroup id="rows-columns"></colgroup>
<thead><tr id="rows-head" aria-rowindex="1"></tr></thead>
<tbody id="rows-body"></tbody>
</table>
</div>
</section>
<section role="tabpanel" id="panel-file" aria-labelledby="tab-file" hidden>
<p class="note" id="file-note"></p>
<div class="scroll" id="file-scroll" tabindex="0" role="region" aria-label="Exact bytes of the file"><div id="lines"></div></div>
</section>
<section role="tabpanel" id="panel-sql" aria-labelledby="tab-sql" hidden>
<p class="note">The query of a run; the preview asks for its first rows. <button type="button" class="link" id="open-sql" disabled>Open in an Editor</button></p>
<div class="scroll" tabindex="0" role="region" aria-label="SQL"><pre id="sql-text"></pre></div>
</section>
<section role="tabpanel" id="panel-runs" aria-labelledby="tab-runs" hidden>
<div class="scroll" tabindex="0" role="region" aria-label="Next runs">
<p id="schedule-words"></p>
<p id="no-firings" hidden>No run is to come.</p>
<table id="firings-table" hidden>
<thead><tr><th scope="col">Runs at</th><th scope="col">Over</th></tr></thead>
<tbody id="firings"></tbody>
</table>
</div>
</section>
</main>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}

const tab = (name: string, label: string): string =>
  `<button type="button" role="tab" id="tab-${name}" aria-controls="panel-${name}" aria-selected="false" tabindex="-1">${label}</button>`;
