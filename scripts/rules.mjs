/**
 * Which tests hold which rule of docs/rules.md, by the rule ids that their titles start with (`D3 D4: …`).
 * With --check it fails when a rule that is said to be held, or held in part, has no test, and when a title names a
 * rule that does not exist.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const RULE = /^- \*\*([A-Z]\d+) (.+?)\*\* \(`(held|in part|not yet)`/;
const TITLE = /\b(?:describe|it)\(\s*(['"`])((?:\\.|(?!\1).)*)\1/gs;
const IDS = /^(?:[A-Z]\d{1,2}\b(?:, | and | )?)+/;

const rules = new Map();
for (const line of readFileSync(`${root}docs/rules.md`, 'utf8').split('\n')) {
  const match = RULE.exec(line);
  if (match) rules.set(match[1], { name: match[2], status: match[3], tests: [] });
}

const unknown = [];
for (const file of testFiles()) {
  const text = readFileSync(join(root, file), 'utf8');
  for (const { 2: title } of text.matchAll(TITLE)) {
    for (const id of IDS.exec(title)?.[0].match(/[A-Z]\d+/g) ?? []) {
      const rule = rules.get(id);
      if (rule) rule.tests.push(`${file}: ${title}`);
      else unknown.push(`${id} is not a rule of docs/rules.md (${file}: ${title})`);
    }
  }
}

const check = process.argv.includes('--check');
const without = [];
for (const [id, { name, status, tests }] of rules) {
  if (tests.length === 0 && status !== 'not yet')
    without.push(`${id} ${name} is said to be ${status}, and no test names it`);
  if (!check) console.log([`${id} ${name} (${status})`, ...tests.map(test => `    ${test}`)].join('\n'));
}

const tested = [...rules.values()].filter(({ tests }) => tests.length > 0).length;
console.log(`${rules.size} rules, ${tested} with tests`);
for (const line of [...without, ...unknown]) console.log(line);
if (check && without.length + unknown.length > 0) process.exitCode = 1;

/** Every test file of the project, with its path from the root; those of an extension host end in `.suite.ts`. */
function testFiles() {
  const folders = [...readdirSync(join(root, 'packages')).map(name => `packages/${name}/test`), 'test'];
  return folders
    .filter(folder => existsSync(join(root, folder)))
    .flatMap(folder => {
      const names = readdirSync(join(root, folder), { recursive: true });
      return names.filter(name => /\.(test|suite)\.ts$/.test(name)).map(name => `${folder}/${name}`);
    });
}
