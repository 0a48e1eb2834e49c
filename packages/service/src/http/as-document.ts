import { type ParsedYaml, parseYaml, pathText } from '@waybill/engine/definition';

/**
 * A value of a request as the engine's checks read files, so that mistakes in it are said in the same words: each is
 * placed by its path, since there are no lines.
 */
export function asDocument(value: unknown): ParsedYaml {
  const locate: ParsedYaml['locate'] = path => (path.length === 0 ? {} : { path: pathText(path) });
  return {
    text: '',
    file: undefined,
    // A document with contents, which is what tells the checks that nothing is half-written.
    document: CONTENTS,
    value,
    problems: [],
    nodeAt: () => undefined,
    locate,
    locateInside: path => locate(path),
    placeAt: () => ({}),
  };
}

const CONTENTS = parseYaml('{}').document;
