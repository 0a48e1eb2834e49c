import { plural } from '@waybill/api';
import type { ModalView } from '../blocks/block-kit.ts';
import { actions, context, modal, section } from '../blocks/build.ts';
import { bold, escaped } from '../blocks/text.ts';
import type { Bot, InView, ViewAnswer } from '../bot.ts';
import { exportNamed } from '../commands/choose-export.ts';
import { commandButton } from '../commands/command-button.ts';
import { exactly } from '../commands/parse-command.ts';
import { formOf, listIn, textIn } from './create/form.ts';
import { checkboxesInput, dateInput } from './create/inputs.ts';

const ASK = 'wb:backfill';
const CONFIRM = 'wb:backfill:confirm';
const FROM = 'wb:backfill:from';
const UNTIL = 'wb:backfill:until';
const AGAIN = 'wb:backfill:again';

/** Runs an export for days that are past, after saying how many runs that makes (L3, R3). */
export function registerBackfill(bot: Bot): void {
  bot.dialog('backfill', async (on, { export: name = '' }) => {
    if (name === '') await exportNamed(on, 'backfill', '');
    else await on.open(askView(name));
  });
  bot.view(ASK, plan);
  bot.view(CONFIRM, fill);
}

const askView = (name: string): ModalView =>
  modal({
    callbackId: ASK,
    title: 'Backfill',
    submit: 'Next',
    metadata: name,
    blocks: [
      section(`Runs of ${bold(name)} for days that are past. You see how many these are before anything runs.`),
      dateInput(FROM, 'First day', ''),
      dateInput(UNTIL, 'Last day, included', ''),
      checkboxesInput(AGAIN, 'What was delivered before', [['again', 'Deliver it once more, and overwrite it']], [], {
        optional: true,
        hint: 'Otherwise only days run that nothing was delivered for.',
      }),
    ],
  });

/** What is asked for, as the second modal holds it. */
interface Asked {
  readonly export: string;
  readonly from: string;
  readonly until: string;
  readonly again: boolean;
}

async function plan(on: InView): Promise<ViewAnswer> {
  const { metadata: name, state } = on.inView;
  const form = formOf(state);
  const from = textIn(form, FROM) ?? '';
  const until = textIn(form, UNTIL) ?? '';
  if (from === '') return { errors: { [FROM]: 'Choose the first day.' } };
  if (until === '') return { errors: { [UNTIL]: 'Choose the last day.' } };
  if (until < from) return { errors: { [UNTIL]: 'The last day is before the first one.' } };
  const asked: Asked = { export: name, from, until, again: listIn(form, AGAIN)?.includes('again') ?? false };
  const body = { from, until, missingOnly: !asked.again, dryRun: true };
  const { runs, already, firings } = await on.service.backfillExport({ params: { name }, body });
  const days = from === until ? from : `${from} to ${until}`;
  if (runs === 0) {
    const why =
      firings.length === 0
        ? `${bold(name)} was not to run on ${days}.`
        : `Of ${plural(firings.length, 'run')} of ${bold(name)} on ${days}, none is missing.`;
    return { errors: { [UNTIL]: why.replaceAll('*', '') } };
  }
  const before = already === 0 ? '' : ` ${already} of that range ${already === 1 ? 'was' : 'were'} delivered before`;
  const overwrites = already === 0 ? '' : asked.again ? `${before} and will be overwritten.` : `${before} and stay.`;
  return {
    update: modal({
      callbackId: CONFIRM,
      title: 'Backfill',
      submit: `Start ${plural(runs, 'run')}`,
      metadata: JSON.stringify(asked),
      blocks: [
        section(`That makes ${bold(plural(runs, 'run'))} of ${bold(name)}, ${days}.${overwrites}`),
        context('They run one after the other, each with its own period.'),
      ],
    }),
  };
}

async function fill(on: InView): Promise<ViewAnswer> {
  const { export: name, from, until, again } = JSON.parse(on.inView.metadata) as Asked;
  const body = { from, until, missingOnly: !again, confirm: again };
  const { runs } = await on.service.backfillExport({ params: { name }, body });
  const history = commandButton('history', 'See the runs', `history ${exactly(name)}`, { label: `Runs of ${name}` });
  return {
    update: modal({
      callbackId: 'wb:shown:done',
      title: 'Backfill',
      blocks: [
        section(`${plural(runs, 'run')} of ${bold(name)} ${runs === 1 ? 'is' : 'are'} queued.`),
        actions([history]),
        context(escaped(`Days ${from} to ${until}.`)),
      ],
    }),
  };
}
