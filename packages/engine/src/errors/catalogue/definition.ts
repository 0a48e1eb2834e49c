import { entry } from '../define.ts';

const list = (words: readonly string[]) => words.map(w => `"${w}"`).join(', ');

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Errors of the files people write: definitions, models, templates, the workspace. */
export const definitionErrors = {
  'yaml-syntax': entry<{ detail: string }>({
    kind: 'input',
    rules: ['K1', 'D1'],
    message: p => `This is not valid YAML: ${p.detail}`,
    fix: () => 'Correct the YAML at this place; a value with special characters goes in quotes.',
  }),
  'duplicate-key': entry<{ key: string }>({
    kind: 'input',
    rules: ['D1'],
    message: p => `"${p.key}" is written twice.`,
    fix: () => 'Keep one of the two.',
  }),
  'yaml-key': entry<Record<string, never>>({
    kind: 'input',
    rules: ['D1'],
    message: () => 'A key must be one word, not a list or a mapping.',
    fix: () => 'Write `key: value`; braces or brackets that are meant as text go in quotes.',
  }),
  'yaml-merge': entry<Record<string, never>>({
    kind: 'input',
    rules: ['D1'],
    message: () => 'Merge keys (<<) are not part of YAML 1.2.',
    fix: () => 'Write the keys out; what several exports share belongs into a template (`extends`).',
  }),
  'yaml-alias': entry<{ detail: string }>({
    kind: 'input',
    rules: ['D1', 'Q3'],
    message: p => `This YAML alias cannot be used: ${p.detail}.`,
    fix: () => 'Write the value out; a text that begins with "*" goes in quotes.',
  }),
  'yaml-too-deep': entry<{ depth: number }>({
    kind: 'input',
    rules: ['Q3'],
    message: p => `The file is nested more than ${p.depth} levels deep.`,
    fix: () => 'Look for brackets or dashes too many.',
  }),
  'file-too-long': entry<{ length: number; limit: number }>({
    kind: 'input',
    rules: ['Q3', 'D7'],
    message: p => `The file has ${p.length} characters; ${p.limit} are the most that is read.`,
    fix: () => 'A long list of ids belongs into an audience file: `audience: {file: audiences/NAME.csv}`.',
  }),
  'file-empty': entry<Record<string, never>>({
    kind: 'input',
    rules: ['D1'],
    message: () => 'The file is empty.',
    fix: () => 'Begin with `version: 1`; in an editor, a snippet writes the rest.',
  }),
  'unknown-key': entry<{ key: string; where: string; known: readonly string[]; belongs?: string }>({
    kind: 'input',
    rules: ['D1', 'K1'],
    message: p => `"${p.key}" is not a key of ${p.where}.`,
    fix: p =>
      p.belongs === undefined
        ? p.known.length > 0
          ? `Known keys: ${p.known.join(', ')}.`
          : 'Remove it.'
        : `It belongs under \`${p.belongs}:\`.`,
  }),
  'missing-key': entry<{ key: string; where: string; meaning?: string }>({
    kind: 'input',
    rules: ['D1', 'K1'],
    message: p => `"${p.key}" is missing in ${p.where}.`,
    fix: p => `Add \`${p.key}:\`.${p.meaning === undefined ? '' : ` ${p.meaning}`}`,
  }),
  'duplicate-name': entry<{ name: string; other: string }>({
    kind: 'input',
    rules: ['D1', 'D9'],
    message: p => `${p.other} has the name "${p.name}" too.`,
    fix: () => 'Give each export a name of its own: what was delivered last and its file go by the name.',
  }),
  'nul-character': entry<Record<string, never>>({
    kind: 'input',
    rules: ['Q2'],
    message: () => 'This text holds a NUL character, which no database and no file name can hold.',
    fix: () => 'Leave the character out.',
  }),
  'missing-choice': entry<{ keys: readonly string[]; where: string }>({
    kind: 'input',
    rules: ['D1', 'K1'],
    message: p => `None of ${list(p.keys)} stands in ${p.where}.`,
    fix: p => `Say one of: ${p.keys.join(', ')}.`,
  }),
  'not-allowed-together': entry<{ keys: readonly string[]; where: string }>({
    kind: 'input',
    rules: ['D1'],
    message: p => `${list(p.keys)} cannot stand together in ${p.where}.`,
    fix: () => 'Keep one of them.',
  }),
  'no-value': entry<{ key: string; expected: string; comment?: string }>({
    kind: 'input',
    rules: ['D1'],
    message: p =>
      p.comment === undefined
        ? `"${p.key}" has no value.`
        : `"${p.key}" has no value: what follows "#" is a comment in YAML.`,
    fix: p =>
      p.comment === undefined ? `Give ${p.expected}, or remove the key.` : `Put it in quotes: "${p.comment}".`,
  }),
  'wrong-type': entry<{ found: string; expected: string }>({
    kind: 'input',
    rules: ['D1'],
    message: p => capital(`${p.found} stands where ${p.expected} is expected.`),
    fix: p => `Write ${p.expected}.`,
  }),
  'wrong-value': entry<{ found: string; expected: string; sentence?: string }>({
    kind: 'input',
    rules: ['D1'],
    message: p => capital(p.sentence ?? `${p.found} is not ${p.expected}.`),
    fix: p => `Write ${p.expected}.`,
  }),
  'filters-missing': entry<Record<string, never>>({
    kind: 'input',
    rules: ['D3'],
    message: () => 'The export does not say which rows it takes: `filters` is missing.',
    fix: () => 'Write `filters: none` for all rows, or name the criteria: `filters: {all: [...]}`.',
  }),
  'change-without-template': entry<{ key: string }>({
    kind: 'input',
    rules: ['D8'],
    message: p => `"${p.key}" changes a template, and the export extends none.`,
    fix: () => 'Add `extends: NAME@VERSION`, or write what it says among the keys of the export.',
  }),
  'duplicate-header': entry<{ header: string; other: string }>({
    kind: 'input',
    rules: ['D2'],
    message: p => `The header "${p.header}" is that of ${p.other} too.`,
    fix: () => 'Give one of them another header with `to:`.',
  }),
  'replace-unknown-value': entry<{ value: string; field: string; values: readonly string[] }>({
    kind: 'input',
    severity: 'warning',
    rules: ['D2'],
    message: p => `"${p.value}" is not a value of "${p.field}", so it is never replaced.`,
    fix: p => `Its values: ${p.values.slice(0, 20).join(', ')}. They are matched exactly.`,
  }),
  'format-not-for-type': entry<{ field: string; type: string; expected: string }>({
    kind: 'input',
    rules: ['D2'],
    message: p => `This format does not fit "${p.field}", which is of type ${p.type}.`,
    fix: p => `For this type: ${p.expected}.`,
  }),
  'separator-unreadable': entry<{ key: string; mark: string }>({
    kind: 'input',
    rules: ['D2'],
    message: p => `"${p.mark}" as \`${p.key}\` would be read as part of the number.`,
    fix: () => 'Take a mark that is neither a digit, a sign nor an e.',
  }),
  'separators-equal': entry<{ mark: string }>({
    kind: 'input',
    rules: ['D2'],
    message: p => `"${p.mark}" would be both the decimal mark and the mark between groups.`,
    fix: () => 'Take two different marks.',
  }),
  'protect-not-for-type': entry<{ field: string; type: string }>({
    kind: 'input',
    rules: ['D2'],
    message: p => `\`mask\` would hide nothing of "${p.field}", which is of type ${p.type}.`,
    fix: () => 'Use `hash`, or leave the field out.',
  }),
  'aggregate-all': entry<Record<string, never>>({
    kind: 'input',
    rules: ['D5'],
    message: () => '`aggregate: true` and `all` cannot stand together.',
    fix: () => 'Name the fields, each with what is done with its values.',
  }),
  'aggregate-not-on': entry<{ aggregate: string }>({
    kind: 'input',
    rules: ['D5'],
    message: p => `\`aggregate: ${p.aggregate}\` has no meaning in an export that does not aggregate.`,
    fix: () => 'Add `aggregate: true` to the export, or remove it from the field.',
  }),
  'aggregate-without-group': entry<Record<string, never>>({
    kind: 'input',
    rules: ['D5'],
    message: () => 'No field says `aggregate: group`.',
    fix: () => 'Say by which field the values are put together.',
  }),
  'aggregate-group-identifier': entry<{ field: string }>({
    kind: 'input',
    rules: ['D5'],
    message: p => `"${p.field}" names one entry, so each would be a group of its own.`,
    fix: () => 'Group by another field, or count this one.',
  }),
  'aggregate-count-twice': entry<{ other: string }>({
    kind: 'input',
    rules: ['D5'],
    message: p => `Entries are counted in ${p.other} already; a second count would be the same number.`,
    fix: () => 'Remove one of the two.',
  }),
  'aggregate-computed': entry<{ field: string; aggregate: string }>({
    kind: 'input',
    rules: ['D5'],
    message: p => `"${p.field}" is computed; computed fields cannot be aggregated (${p.aggregate}).`,
    fix: () => 'Take a field that is stored.',
  }),
  'aggregate-not-for-type': entry<{ field: string; type: string; aggregate: string }>({
    kind: 'input',
    rules: ['D5'],
    message: p => `"${p.field}" is of type ${p.type}, which has no ${p.aggregate}.`,
    fix: () => 'Take another field, or count.',
  }),
  'option-not-for-aggregate': entry<{ key: string; aggregate: string }>({
    kind: 'input',
    rules: ['D5'],
    message: p => `\`${p.key}\` looks at stored values, and a ${p.aggregate} is none.`,
    fix: p => `Remove \`${p.key}\`.`,
  }),
  'unknown-operator': entry<{ operator: string; attribute: string; type: string; allowed: readonly string[] }>({
    kind: 'input',
    rules: ['D3', 'K7'],
    message: p => `"${p.operator}" is no operator.`,
    fix: p => `"${p.attribute}" is of type ${p.type}; its operators: ${p.allowed.join(', ')}.`,
  }),
  'operator-not-for-type': entry<{ operator: string; attribute: string; type: string; allowed: readonly string[] }>({
    kind: 'input',
    rules: ['D3'],
    message: p => `"${p.operator}" cannot be asked of "${p.attribute}", which is of type ${p.type}.`,
    fix: p => `Its operators: ${p.allowed.join(', ')}.`,
  }),
  'predicate-on-field': entry<{ predicate: string; attribute: string; model: string; relation: string }>({
    kind: 'input',
    rules: ['K7'],
    message: p => `"${p.predicate}" is asked of "${p.model}" as a whole, not of the field "${p.attribute}".`,
    fix: p => (p.relation === '' ? 'Remove `attribute`.' : `Write \`attribute: ${p.relation}\`.`),
  }),
  'predicate-without': entry<{ predicate: string; model: string; what: string }>({
    kind: 'input',
    rules: ['K7'],
    message: p => `The predicate "${p.predicate}" of "${p.model}" takes no ${p.what}.`,
    fix: p => `Remove it, or declare \`${p.what}:\` for the predicate in the model file.`,
  }),
  'key-not-for-operator': entry<{ key: string; operator: string; only: string }>({
    kind: 'input',
    rules: ['D3', 'K7'],
    message: p => `"${p.key}" has no meaning with "${p.operator}".`,
    fix: p => `Remove it; it belongs to ${p.only}.`,
  }),
  'value-not-allowed': entry<{ operator: string }>({
    kind: 'input',
    rules: ['D3'],
    message: p => `"${p.operator}" takes no value.`,
    fix: () => 'Remove `value`.',
  }),
  'value-not-of-type': entry<{ found: string; field: string; type: string; expected: string }>({
    kind: 'input',
    rules: ['D3'],
    message: p => `${p.found} cannot be compared with "${p.field}", which is of type ${p.type}.`,
    fix: p => `Write ${p.expected}.`,
  }),
  'not-an-enum-value': entry<{ value: string; field: string; values: readonly string[] }>({
    kind: 'input',
    rules: ['D3'],
    message: p => `"${p.value}" is not a value of "${p.field}".`,
    fix: p => `Its values: ${p.values.slice(0, 20).join(', ')}.`,
  }),
  'two-ends': entry<{ operator: string; count: number }>({
    kind: 'input',
    rules: ['D3'],
    message: p =>
      `"${p.operator}" takes two values, the ends of the range, and here ${p.count === 1 ? 'is' : 'are'} ${p.count}.`,
    fix: () => 'Write `[FIRST, LAST]`; both ends are included.',
  }),
  'ends-reversed': entry<{ first: string; second: string }>({
    kind: 'input',
    rules: ['D3'],
    message: p => `Nothing lies between ${p.first} and ${p.second}: the first is the greater one.`,
    fix: () => 'Swap the two.',
  }),
  'too-many-dimensions': entry<{ count: number; most: number }>({
    kind: 'input',
    rules: ['D6'],
    message: p => `There are ${p.count} dimensions; the workspace allows ${p.most}.`,
    fix: () => 'Remove some, or raise `limits.max_dimensions` in waybill.yaml.',
  }),
  'unknown-dimension': entry<{ dimension: string; model: string; dimensions: readonly string[]; declarable: boolean }>({
    kind: 'input',
    rules: ['D6', 'K6'],
    message: p => `"${p.dimension}" is no dimension of "${p.model}".`,
    fix: p =>
      p.declarable
        ? 'Add it to `dimensions:` in the model file, or take one that is there.'
        : `Its dimensions: ${p.dimensions.length > 0 ? p.dimensions.join(', ') : 'none yet'}.`,
  }),
  'kpi-broken': entry<{ kpi: string; model: string }>({
    kind: 'input',
    rules: ['D6', 'K6'],
    message: p => `The KPI "${p.kpi}" of "${p.model}" leads nowhere.`,
    fix: () => 'Correct its path in the model file.',
  }),
  'audience-not-related': entry<{ model: string; audience: string; known: boolean }>({
    kind: 'input',
    rules: ['D7'],
    message: p =>
      p.known
        ? `"${p.model}" is not related to "${p.audience}", so no audience can narrow it.`
        : `There is no model "${p.audience}" that an audience could list.`,
    fix: p =>
      p.known
        ? 'Declare a to-one relation to it in the model file, or leave the audience out.'
        : 'Name the model of the people in waybill.yaml: `audience: {model: NAME}`.',
  }),
  'audience-predicate': entry<{ kind: 'segment' | 'group'; predicate: string; model: string }>({
    kind: 'input',
    rules: ['D7', 'K7'],
    message: p => `"${p.model}" has no predicate "${p.predicate}" that finds the people of a ${p.kind}.`,
    fix: p =>
      `Declare it in the model file with \`exists:\` and \`value:\`, or name another in waybill.yaml: \`audience: {${p.kind}: NAME}\`.`,
  }),
  'audience-file-outside': entry<{ file: string }>({
    kind: 'input',
    rules: ['D7', 'Q2'],
    message: p => `"${p.file}" is not in the workspace.`,
    fix: () => 'Put the file into audiences/ and name it from the workspace folder: `audiences/vip.csv`.',
  }),
  'audience-file-unreadable': entry<{ file: string; detail: string }>({
    kind: 'input',
    rules: ['D7'],
    message: p => `The audience file "${p.file}" cannot be read (${p.detail}).`,
    fix: () => 'Check the name; it counts from the workspace folder.',
  }),
  'audience-column': entry<{ file: string; model: string; header: readonly string[]; nearest?: string }>({
    kind: 'input',
    rules: ['D7'],
    message: p => `No column of "${p.file}" is a field of "${p.model}": ${p.header.slice(0, 8).join(', ')}.`,
    fix: p =>
      p.nearest === undefined
        ? `Name a field of "${p.model}" in the header, or give a bare list of keys.`
        : `Name a field of "${p.model}" in the header, perhaps \`${p.nearest}\`.`,
  }),
  'window-field-missing': entry<{ by: string; model: string }>({
    kind: 'input',
    rules: ['D9', 'D10'],
    message: p => `"${p.model}" has no ${p.by}, which the window is about.`,
    fix: p => `Say in the model file which field it is: \`${p.by}: FIELD\`.`,
  }),
  'duplicate-target': entry<{ destination: string }>({
    kind: 'input',
    rules: ['X1', 'R2'],
    message: p => `The file goes to "${p.destination}" under the same path twice.`,
    fix: () => 'Remove one, or give them different paths.',
  }),
  'check-unknown-column': entry<{ column: string }>({
    kind: 'input',
    rules: ['O7'],
    message: p => `"${p.column}" is no column of this export.`,
    fix: () => 'Name a field or a header of the export.',
  }),
  cron: entry<{ found: string; expected: string }>({
    kind: 'input',
    rules: ['S1'],
    message: p => `This cron expression cannot be read: ${p.found}.`,
    fix: p => `Write ${p.expected}.`,
  }),
  'left-alone': entry<{ key: 'schedule' | 'notify' }>({
    kind: 'input',
    severity: 'warning',
    rules: ['S1', 'N1'],
    message: p =>
      p.key === 'schedule'
        ? '`schedule` is not used by a run that you start.'
        : '`notify` is not used: a run that you start tells you here.',
    fix: p =>
      p.key === 'schedule'
        ? 'Nothing to do: it runs now, once.'
        : 'Nothing to do: the notices are for the runs of the service.',
  }),
};
