import { type Document, isCollection, isNode, isScalar, type Node, visit, type YAMLError } from 'yaml';

/** What a syntax error of the parser means to the person who wrote the file, and where it really is. */
export interface SyntaxMistake {
  readonly detail: string;
  readonly range: readonly [number, number];
}

const CLOSERS: Readonly<Record<string, string>> = { '[': ']', '{': '}', '"': '"', "'": "'" };

/** The innermost bracket or quote that was opened before `offset` and never closed. */
function unclosed(document: Document, text: string, offset: number): number | undefined {
  let found: number | undefined;
  visit(document, {
    Node(_, node) {
      if (!isNode(node) || (!isScalar(node) && !isCollection(node))) return;
      const [start, end] = (node as Node).range ?? [0, 0];
      const closer = CLOSERS[text[start] ?? ''];
      if (closer === undefined || start >= offset) return;
      if (isScalar(node) ? end - start < 2 || text[end - 1] !== closer : text[end - 1] !== closer) found = start;
    },
  });
  return found;
}

/** The line that holds `offset`, without its indentation and line end, as offsets. */
function lineAround(text: string, offset: number): readonly [number, number] {
  const start = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
  const next = text.indexOf('\n', start);
  const line = text.slice(start, next < 0 ? undefined : next).trimEnd();
  const indent = line.length - line.trimStart().length;
  return [start + indent, start + Math.max(line.length, indent)];
}

/** Says a parser error in the words of a person who writes YAML twice a year. */
export function explainSyntax(error: YAMLError, document: Document, text: string): SyntaxMistake {
  const [start, rawEnd] = error.pos;
  const end = Math.min(Math.max(rawEnd, start), text.length);
  const at = (detail: string, range: readonly [number, number] = [start, end]): SyntaxMistake => ({ detail, range });
  const char = text[start] ?? '';
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return at('a tab stands where the line is indented; YAML wants spaces.');
    case 'BAD_SCALAR_START':
      return at(`a value cannot begin with "${char}" unless it is in quotes.`);
    case 'BAD_ALIAS':
      return at(`"*" means an alias in YAML; for every, or for a value with an asterisk, put it in quotes: "*".`);
    case 'MULTIPLE_DOCS':
      return at('a second document begins here (---); a file holds one.', [start, Math.min(start + 3, text.length)]);
    case 'BAD_DQ_ESCAPE': {
      const sequence = text.slice(start, Math.max(end, start + 2));
      const detail = `"${sequence}" is no escape that YAML knows; write \\\\ for a backslash, or use single quotes.`;
      return at(detail, [start, start + sequence.length]);
    }
    case 'TAG_RESOLVE_FAILED':
      return at(`the tag "${text.slice(start, end)}" is not known; a value that begins with "!" goes in quotes.`);
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY': {
      const nextLine = text.slice(start, end).includes('\n') || error.code === 'MULTILINE_IMPLICIT_KEY';
      const line = lineAround(text, start);
      if (!nextLine || text.slice(start, line[1]).includes(': ')) {
        return at('a value that holds ": " goes in quotes.', [start, Math.max(line[1], start)]);
      }
      const words = text.slice(...line);
      if (/^[\w-]+:\S/.test(words)) return at(`a space is missing after the colon in "${words}".`, line);
      if (!words.includes(':')) return at(`"${words}" is neither "key: value" nor an item of a list.`, line);
      return at('the lines below are indented as if they belonged to this value.', [start, Math.max(line[1], start)]);
    }
    case 'MISSING_CHAR':
    case 'BAD_INDENT': {
      if (/Missing closing|end with a/.test(error.message)) {
        const open = unclosed(document, text, start);
        if (open !== undefined) {
          const [, lineEnd] = lineAround(text, open + 1);
          const [, comment] = /[\s,[{](#[^\s#][^,}\]]*)/.exec(text.slice(open, lineEnd)) ?? [];
          const why =
            comment === undefined ? '' : ` What follows "#" is a comment; put it in quotes: "${comment.trim()}".`;
          return at(`"${text[open]}" is opened here and never closed.${why}`, [open, open + 1]);
        }
      }
      if (error.message.includes('map values')) {
        const words = text.slice(...lineAround(text, start));
        return at(`"${words}" is neither "key: value" nor an item of a list.`, lineAround(text, start));
      }
      if (error.code === 'BAD_INDENT')
        return at('this line is not indented like its neighbours.', lineAround(text, start));
      return at(`${error.message}.`);
    }
    case 'UNEXPECTED_TOKEN': {
      const token = text.slice(start, end) || char;
      return at(`"${token}" is not expected here; a text with quotes or brackets in it goes in quotes as a whole.`);
    }
    case 'BLOCK_IN_FLOW':
      return at('inside { } or [ ] a value that holds ": " goes in quotes.');
    default:
      return at(`${error.message}.`);
  }
}
