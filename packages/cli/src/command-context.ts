import type { Command } from 'commander';
import type { Io } from './io.ts';
import { UsageFault } from './usage-fault.ts';

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
        refuseEmpty(command, given);
        code = await work({ arguments: given as never, options: command.optsWithGlobals() as never });
      },
  };
  return { context, exitCode: () => code };
}

/** An empty argument is a variable of a script that was not set; nothing is called so. */
function refuseEmpty(command: Command, given: readonly unknown[]): void {
  for (const [i, argument] of command.registeredArguments.entries()) {
    if ((argument.required || argument.variadic) && [given[i]].flat().includes('')) {
      throw UsageFault.of('empty-argument', { argument: argument.name(), command: nameOf(command) });
    }
  }
}

/** `waybill destination add` */
function nameOf(command: Command): string {
  return command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();
}
