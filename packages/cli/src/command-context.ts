import type { Command } from 'commander';
import type { Io } from './io.ts';

/** Options that every command has. */
export interface GlobalOptions {
  readonly workspace?: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** What the files in commands/ are given to add their command with. */
export interface CommandContext {
  readonly io: Io;
  /** Makes a command's action: whatever it resolves with is the exit code. */
  action<Arguments extends readonly unknown[], Options>(
    work: (input: { readonly arguments: Arguments; readonly options: Options & GlobalOptions }) => Promise<number>,
  ): (...parameters: unknown[]) => Promise<void>;
}

/** Makes the context and remembers the exit code that the action gave. */
export function commandContext(io: Io): { readonly context: CommandContext; readonly exitCode: () => number } {
  let code = 0;
  const context: CommandContext = {
    io,
    action:
      work =>
      async (...parameters) => {
        // commander hands over the arguments, then the command's own options, then the command.
        const command = parameters.at(-1) as Command;
        const given = parameters.slice(0, -2);
        code = await work({ arguments: given as never, options: command.optsWithGlobals() as never });
      },
  };
  return { context, exitCode: () => code };
}
