import { Command, type Option } from 'commander';
import { UsageFault } from './usage-fault.ts';

/** A command whose mistakes are data: commander's own would be lines of text that are printed at once. */
export class CliCommand extends Command {
  override createCommand(name?: string): CliCommand {
    return new CliCommand(name);
  }

  /** `waybill destination test` */
  fullName(): string {
    return this.parent instanceof CliCommand ? `${this.parent.fullName()} ${this.name()}` : this.name();
  }

  // The methods below are those that commander calls for each kind of mistake.

  unknownCommand(): never {
    const typed = this.args[0] ?? '';
    const words = this.commands.map(command => command.name());
    throw UsageFault.of('unknown-command', { command: typed, group: this.fullName() }, typed, words);
  }

  unknownOption(flag: string): never {
    const option = flag.replace(/=.*$/s, '');
    throw UsageFault.of('unknown-option', { option, command: this.fullName() }, option, this.optionNames());
  }

  missingArgument(name: string): never {
    throw UsageFault.of('missing-argument', { argument: `<${name}>`, command: this.fullName() });
  }

  optionMissingArgument(option: Option): never {
    throw UsageFault.of('missing-argument', {
      argument: `a value for \`${option.flags}\``,
      command: this.fullName(),
    });
  }

  missingMandatoryOptionValue(option: Option): never {
    throw UsageFault.of('missing-argument', { argument: `\`${option.flags}\``, command: this.fullName() });
  }

  _excessArguments(received: readonly string[]): never {
    const extra = received[this.registeredArguments.length] ?? '';
    // Without arguments of its own, a group of commands was called with a word that is none of them.
    if (this.commands.length > 0) this.unknownCommand();
    throw UsageFault.of('too-many-arguments', { argument: extra, command: this.fullName() });
  }

  private optionNames(): readonly string[] {
    const own = this.options.flatMap(option => (option.long ? [option.long] : []));
    const above = this.parent instanceof CliCommand ? this.parent.optionNames() : ['--help'];
    return [...new Set([...own, ...above])];
  }
}
