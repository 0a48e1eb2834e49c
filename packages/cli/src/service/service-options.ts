import type { CliCommand } from '../cli-command.ts';

/** Which service to ask, and as whom. */
export interface ServiceOptions {
  readonly url?: string;
  readonly token?: string;
}

/** Adds the options of every command that asks a service. */
export const asksService = (command: CliCommand): CliCommand =>
  command
    .option('--url <address>', 'the service to ask (default: WAYBILL_URL, else the one of this workspace)')
    .option('--token <token>', 'who asks (default: WAYBILL_TOKEN, which other users of this machine cannot see)');

/** The end of the help of these commands: what the exit codes mean that they share. */
export const SERVICE_EXITS = `2 not possible as it was asked for · 6 the service
cannot be reached, or does not take the token`;

/** The end of the help of commands that wait for a run. */
export const RUN_EXITS = `Exit codes: by how the run ended, 0 delivered, or skipped · 2 its definition is wrong, or it is not possible as it
was asked for · 3 the source or a destination failed · 4 the machine of the service · 5 a check says no: the file is in
quarantine · 6 the service cannot be reached, or does not take the token · 130 interrupted, cancelled, or answered with no`;
