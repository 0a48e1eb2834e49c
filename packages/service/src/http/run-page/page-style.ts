/** The page's style sheet: one column that fits a phone, light or dark as the reader's system is. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --paper: #f3f4f6; --card: #ffffff; --ink: #1c2430; --quiet: #525c6b; --line: #d5dae1; --link: #1f4e8c;
  --button: #1f4e8c; --button-ink: #ffffff; --code: #f3f4f6;
  --good: #176639; --bad: #a3211b; --careful: #7a4b00; --busy: #1f4e8c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12161c; --card: #1b2129; --ink: #e6e9ee; --quiet: #a9b3c1; --line: #38414e; --link: #9cc4ff;
    --button: #9cc4ff; --button-ink: #10151b; --code: #12161c;
    --good: #7fd6a2; --bad: #ff9d96; --careful: #f0c26b; --busy: #9cc4ff;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; padding: 16px; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif;
}
header, main, footer { max-width: 860px; margin: 0 auto; }
header p, footer p { margin: 0; color: var(--quiet); font-size: 14px; }
h1 { margin: 4px 0 16px; font-size: 24px; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 0 0 12px; font-size: 18px; line-height: 1.3; }
section { margin: 0 0 16px; padding: 16px; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
p { margin: 0 0 8px; overflow-wrap: anywhere; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.status { border-left: 6px solid var(--tone); }
.status .word { margin: 0; font-size: 20px; font-weight: 700; color: var(--tone); }
.success { --tone: var(--good); } .failed { --tone: var(--bad); } .quarantined { --tone: var(--careful); }
.queued, .processing { --tone: var(--busy); } .cancelled, .skipped { --tone: var(--quiet); }
progress { display: block; width: 100%; height: 12px; margin: 12px 0 8px; accent-color: var(--busy); }
dl { display: grid; grid-template-columns: 1fr; gap: 0; margin: 0; }
dt { color: var(--quiet); font-size: 14px; }
dd { margin: 0 0 10px; overflow-wrap: anywhere; }
section > :last-child, li > :last-child, dd:last-child { margin-bottom: 0; }
dl + .zone { margin-top: 12px; }
@media (min-width: 640px) {
  body { padding: 32px; }
  section { padding: 20px 24px; }
  dl { grid-template-columns: 160px 1fr; gap: 6px 16px; }
  dt { font-size: 16px; }
  dd { margin: 0; }
}
ul, ol { margin: 0; padding: 0; list-style: none; }
li { padding: 10px 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
li:first-child { border-top: 0; padding-top: 0; }
li:last-child { padding-bottom: 0; }
.file { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; justify-content: space-between; }
.file > div { flex: 1 1 220px; min-width: 0; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); font-size: 14px; }
.button {
  display: inline-block; min-height: 44px; padding: 10px 18px; border-radius: 6px;
  background: var(--button); color: var(--button-ink); font-weight: 600; text-decoration: none;
}
.problem { border-left: 6px solid var(--bad); } .problem.check { border-left-color: var(--careful); }
pre {
  margin: 0; padding: 12px; overflow-x: auto; background: var(--code); border: 1px solid var(--line); border-radius: 6px;
  font: 13px/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; tab-size: 4;
}
pre span { display: block; unicode-bidi: plaintext; min-height: 1.6em; }
code { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
summary { cursor: pointer; font-size: 18px; font-weight: 700; }
details[open] > summary { margin-bottom: 12px; }
.log li { padding: 6px 0; }
.log time { display: block; color: var(--quiet); font-size: 13px; }
.log .warning strong { color: var(--careful); } .log .error strong { color: var(--bad); }
.hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;
