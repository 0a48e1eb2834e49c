/** What an editor may say when it starts the server, in `initializationOptions`. */
export interface ServerSettings {
  /** Address of the page of error codes (docs/errors.md). Default: the one that comes along; empty: codes are no links. */
  readonly errorPage: string | undefined;
  /** Whether the editor has the commands that lenses call (`waybill.preview` and so on). Default: in VS Code and its kin. */
  readonly commands: boolean | undefined;
  /** Milliseconds from the last change of a text until it is checked, where the editor does not ask by itself. Default 120. */
  readonly delay: number;
}

/** Takes what is right of the options; where an editor sends something else, the default counts. */
export function settingsFrom(options: unknown): ServerSettings {
  const said = options !== null && typeof options === 'object' ? (options as Readonly<Record<string, unknown>>) : {};
  const { errorPage, delay, commands } = said;
  return {
    errorPage: typeof errorPage === 'string' ? errorPage : undefined,
    commands: typeof commands === 'boolean' ? commands : undefined,
    delay: typeof delay === 'number' && delay >= 0 && delay <= 10_000 ? delay : 120,
  };
}
