/**
 * What of the protocol's packages is left out of the bundles: features that Waybill's server does not have. They are a third
 * of the client, and everybody would download them.
 */
import { basename, dirname } from 'node:path';

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
  'notebook',
  'signatureHelp',
  'textDocumentContent',
  'typeDefinition',
  'typeHierarchy',
];

/** And of `vscode-languageserver/lib/common`. */
const LEFT_OUT_OF_SERVER = [
  'callHierarchy',
  'fileOperations',
  'inlineCompletion',
  'inlineValue',
  'linkedEditingRange',
  'moniker',
  'notebook',
  'textDocumentContent',
  'typeHierarchy',
];

/** A feature that asks for nothing and offers nothing, whatever its name. The diagnostics ask that of notebooks for news. */
const NOTHING = `
const never = () => ({ dispose() {} });
class Nothing {
  constructor(client, type) {
    if (type !== undefined) this.registrationType = type;
    this.onOpenNotificationSent = this.onChangeNotificationSent = never;
    this.onSaveNotificationSent = this.onCloseNotificationSent = never;
  }
  fillClientCapabilities() {}
  initialize() {}
  getState() { return { kind: 'static' }; }
  clear() {}
  register() {}
  unregister() {}
  handles() { return false; }
}
`;
const FEATURES = `${NOTHING}module.exports = new Proxy({}, { get: () => Nothing });`;
/** This one is asked for by its type. */
const NOTEBOOK = `${NOTHING}
const { NotebookDocumentSyncRegistrationType } = require('vscode-languageserver-protocol');
exports.NotebookDocumentSyncFeature = class extends Nothing {
  constructor(client) { super(client, NotebookDocumentSyncRegistrationType.type); }
};
`;
/** The server is put together from mixins. */
const MIXINS = 'module.exports = new Proxy({}, { get: () => Base => class extends Base {} });';

/** The client's patterns are those of src/extension/selector.ts: folders of any depth, and `*` in a name. */
const GLOB_PATTERN = `
exports.matchGlobPattern = (pattern, { path }) => {
  if (typeof pattern !== 'string') return false;
  const name = pattern.replace(/^\\*\\*\\//, '').replace(/[.+^$()|{}\\[\\]\\\\]/g, '\\\\$&').replaceAll('*', '[^/]*');
  return new RegExp('(?:^|/)' + name + '$').test(path);
};
`;

export const slimProtocol = {
  name: 'slim-protocol',
  setup({ onLoad, onEnd }) {
    const met = new Set();
    const stands = (folder, names, contents) =>
      onLoad({ filter: new RegExp(`${folder}[\\\\/]lib[\\\\/]common[\\\\/]\\w+\\.js$`) }, ({ path }) => {
        const name = basename(path, '.js');
        if (!names.includes(name)) return undefined;
        met.add(`${folder} ${name}`);
        return { contents: contents[name] ?? contents.other, resolveDir: dirname(path) };
      });
    stands('vscode-languageclient', LEFT_OUT, { notebook: NOTEBOOK, other: FEATURES });
    stands('vscode-languageserver', LEFT_OUT_OF_SERVER, { other: MIXINS });
    onLoad({ filter: /vscode-languageclient[\\/]lib[\\/]common[\\/]utils[\\/]globPattern\.js$/ }, () => ({
      contents: GLOB_PATTERN,
    }));
    // Finds servers that are installed elsewhere, which nobody asks for.
    onLoad({ filter: /vscode-languageserver[\\/]lib[\\/]node[\\/]files\.js$/ }, () => ({ contents: '' }));
    onEnd(() => {
      const wanted = [
        ...LEFT_OUT.map(name => `vscode-languageclient ${name}`),
        ...LEFT_OUT_OF_SERVER.map(name => `vscode-languageserver ${name}`),
      ];
      const gone = wanted.filter(one => !met.has(one));
      if (gone.length > 0) return { errors: [{ text: `There is no ${gone.join(', ')} any more` }] };
    });
  },
};
