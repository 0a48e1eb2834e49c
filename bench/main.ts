/**
 * `npm run bench -- [--rows 5000000] [--pairs 5]`: what Waybill takes, as ratios to the databases' own clients measured in
 * the same run, and what it takes in memory. Nothing is judged here: docs/performance.md says what is aimed at.
 */
import { parseArgs } from 'node:util';
import { benchEveryKind, benchRunToFile, benchRunToSftp, benchWaiting, openField, type Taken } from './exports.ts';
import { type BenchResult, memoryText } from './process.ts';
import { benchDuckdbCsv, benchPostgresCsv } from './rows.ts';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '5000000' }, pairs: { type: 'string', default: '5' } },
});
const options = { rows: Number(values.rows), pairs: Number(values.pairs) };

const ratio = ({ name, ours, anchor, ratio: times, memory }: BenchResult) =>
  console.log(
    `| ${name} | ${ours.toFixed(2)} s | ${anchor.toFixed(2)} s | ${times.toFixed(2)} | ${memoryText(memory)} |`,
  );
const taken = ({ name, seconds, memory }: Taken) =>
  console.log(`| ${name} | ${seconds.toFixed(2)} s | ${memoryText(memory)} |`);

console.log(`${options.rows} rows of 10 columns, medians of ${options.pairs} pairs; speed is anchor ÷ ours.\n`);
console.log('| what | ours | anchor | speed | peak memory |\n| --- | --- | --- | --- | --- |');
ratio(await benchPostgresCsv(options));
ratio(await benchDuckdbCsv(options));
await using field = await openField(options.rows);
ratio(await benchRunToFile(field, options.pairs));
ratio(await benchRunToSftp(field, options.pairs));
console.log('\n| waiting for | time | peak memory |\n| --- | --- | --- |');
for (const row of await benchWaiting(field, options.pairs)) taken(row);
console.log('\n| a whole run | time | peak memory |\n| --- | --- | --- |');
for (const row of await benchEveryKind(field)) taken(row);
