import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';

const AFTER_HELP = `
For editors without the language server (\`waybill lsp\` does more): keys with their descriptions, words and shapes. In a
workspace the schema knows the names of its models, destinations, sources and templates; --plain leaves them out.
docs/editors.md says how editors are told of it.

Examples:
  waybill schema export                         print one: export, template, model or workspace
  waybill schema --write .vscode/schemas        write all four into a folder: export.schema.json, …

Exit codes: 0 done · 2 no such kind of file · 4 cannot write
`;

interface SchemaOptions {
  readonly write?: string;
  readonly plain?: boolean;
}

/** `waybill schema` (V8): the files of a workspace as JSON Schemas. */
export function addSchema(program: CliCommand, { io, action }: CommandContext): void {
  program
    .command('schema')
    .description('print the JSON Schema of a kind of file, for editors')
    .argument('[kind]', 'export, template, model or workspace')
    .option('--write <dir>', 'write the schemas into this folder')
    .option('--plain', 'without the names of the workspace')
    .addHelpText('after', AFTER_HELP)
    .action(
      action<[string | undefined], SchemaOptions>(async ({ arguments: [kind], options }) => {
        const { showSchemas } = await import('../workspace/show-schemas.ts');
        return showSchemas(io, options, kind);
      }),
    );
}
