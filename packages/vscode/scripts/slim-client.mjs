/**
 * What of the language client is left out of the bundle: features of the protocol that Waybill's server does not have. They
 * are a third of the client, and everybody would download them.
 */
import { basename } from 'node:path';

/** Files of `vscode-languageclient/lib/common`. */
const LEFT_OUT = [
  'callHierarchy',
  'colorProvider',
  'declaration',
  'documentLink',
  'fileOperations',
  'implementation',
  'inlayHint',
  'inlineCompletion',
  'inlineValue',
  'linkedEditingRange',
  'signatureHelp',
  'textDocumentContent',
  'typeDefinition',
  'typeHierarchy',
];

/** A feature that asks for nothing and offers nothing, whatever its name. */
const NOTHING = `
class Nothing {
  fillClientCapabilities() {}
  initialize() {}
  getState() { return { kind: 'static' }; }
  clear() {}
}
module.exports = new Proxy({}, { get: () => Nothing });
`;

/** The client's patterns are those of src/extension/selector.ts: folders of any depth, and `*` in a name. */
const GLOB_PATTERN = `
exports.matchGlobPattern = (pattern, { path }) => {
  if (typeof pattern !== 'string') return false;
  const name = pattern.replace(/^\\*\\*\\//, '').replace(/[.+^$()|{}\\[\\]\\\\]/g, '\\\\$&').replaceAll('*', '[^/]*');
  return new RegExp('(?:^|/)' + name + '$').test(path);
};
`;

export const slimClient = {
  name: 'slim-client',
  setup({ onLoad, onEnd }) {
    const met = new Set();
    onLoad({ filter: /vscode-languageclient[\\/]lib[\\/]common[\\/](utils[\\/]globPattern|\w+)\.js$/ }, ({ path }) => {
      const name = basename(path, '.js');
      if (name === 'globPattern') return { contents: GLOB_PATTERN };
      if (!LEFT_OUT.includes(name)) return undefined;
      met.add(name);
      return { contents: NOTHING };
    });
    onEnd(() => {
      const gone = LEFT_OUT.filter(name => !met.has(name));
      if (gone.length > 0) return { errors: [{ text: `vscode-languageclient has no ${gone.join(', ')} any more` }] };
    });
  },
};
