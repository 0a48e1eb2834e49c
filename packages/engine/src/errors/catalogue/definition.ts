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
};
