import type { CliCommand } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { addTemplateList } from './template-list.ts';
import { addTemplateNewRelease } from './template-new-release.ts';
import { addTemplatePublish } from './template-publish.ts';
import { addTemplateShow } from './template-show.ts';

/** `waybill template …` (D8). */
export function addTemplate(program: CliCommand, context: CommandContext): void {
  const template = program.command('template').description('work with the templates that exports extend');
  addTemplateList(template, context);
  addTemplateShow(template, context);
  addTemplatePublish(template, context);
  addTemplateNewRelease(template, context);
}
