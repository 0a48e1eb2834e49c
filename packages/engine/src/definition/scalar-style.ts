/** What YAML 1.1 or 1.2 tools read as something other than text. */
const WORDS = /^(?:~|null|true|false|yes|no|on|off|y|n|=|<<)$/i;
const NUMBERS =
  /^[-+]?(?:\.?\d[\d_]*(?:\.[\d_]*)?(?:e[-+]?\d+)?|0x[\da-f_]+|0o?[0-7_]+|0b[01_]+|\.inf|\.nan|\d[\d_]*(?::[0-5]?\d)+(?:\.\d*)?)$/i;
/** Dates stand plain; times and dates with times in quotes, as in the language's own examples. */
const MOMENT = /^\d{1,4}(?:-\d{1,2}-\d{1,2}(?:[Tt ]|\s)|:\d{2})/;
// Control characters, separators and marks that an editor does not show, and halves of surrogate pairs.
const UNSEEN = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\p{Cs}/u;

/** Whether a text can stand without quotes, `flow` inside braces or brackets. */
export function canBePlain(text: string, flow: boolean): boolean {
  if (text === '' || text !== text.trim() || text.length > 900) return false;
  if (WORDS.test(text) || NUMBERS.test(text) || MOMENT.test(text) || UNSEEN.test(text)) return false;
  // Only what begins like a word or a path; what holds a colon or a brace is easily misread.
  if (!/^[\p{L}\p{N}\p{So}_/(]/u.test(text) || /[:{}[\]]|\s#/.test(text)) return false;
  return !flow || !text.includes(',');
}

/** A text in quotes: single ones only where it holds double quotes or backslashes. */
export function quoted(text: string): string {
  if (/["\\]/.test(text) && !text.includes("'") && !UNSEEN.test(text)) return `'${text}'`;
  const json = JSON.stringify(text);
  return json.replaceAll(/[\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g, char => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Whether a text of several lines can stand as a block (`|`), line by line as it is. */
export function canBeBlock(text: string): boolean {
  const lines = text.replace(/\n$/, '').split('\n');
  if (lines.length < 2 || lines[0]?.startsWith(' ') || lines[0] === '' || lines.at(-1) === '') return false;
  return lines.every(line => !UNSEEN.test(line) && !/\s$/.test(line));
}
