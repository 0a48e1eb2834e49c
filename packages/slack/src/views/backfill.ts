import { plural } from '@waybill/api';
import { z } from 'zod';
import type { ModalView } from '../blocks/block-kit.ts';
import { actions, button, context, modal, section } from '../blocks/build.ts';
import { bold, escaped } from '../blocks/text.ts';
import type { Bot, Click, InView, ViewAnswer } from '../bot.ts';
import { exportNamed } from '../commands/choose-export.ts';
import { commandButton } from '../commands/command-button.ts';
import { exactly } from '../commands/parse-command.ts';
import { PersonError } from '../error-sentence.ts';
import { onlyEditors } from '../rights.ts';
import { formOf, listIn, textIn } from './create/form.ts';
import { checkboxesInput, dateInput } from './create/inputs.ts';

const ASK = 'wb:backfill';
const CONFIRM = 'wb:backfill:confirm';
const CHANGE = 'wb:backfill:change';
const FROM = 'wb:backfill:from';
const UNTIL = 'wb:backfill:until';
const AGAIN = 'wb:backfill:again';

/** Runs an export for days that are past, after saying how many runs that makes (L3, R3). */
export function registerBackfill(bot: Bot): void {
  bot.dialog('backfill', async (on, { export: name = '' }) => {
    if (name === '') await exportNamed(on, 'backfill', '');
    else {
      await on.openSoon('Backfill', async () => {
        await onlyEditors(on);
        return askView({ export: name, from: '', until: '', again: false });
      });
    }
  });
  bot.view(ASK, plan);
  bot.view(CONFIRM, fill);
  bot.action(CHANGE, change);
}

/** What is asked for; ids and days alone, which any metadata has room for. */
const askedSchema = z.object({
  export: z.string().max(200),
  from: z.iso.date().or(z.literal('')).default(''),
  until: z.iso.date().or(z.literal('')).default(''),
  again: z.boolean().default(false),
});
type Asked = Readonly<z.output<typeof askedSchema>>;

function askedIn(metadata: string): Asked {
  try {
    return askedSchema.parse(JSON.parse(metadata));
  } catch {
    throw new PersonError(
      'This dialog is of another version of the bot. Nothing was started: close it, and open it anew.',
    );
  }
}

const AGAIN_CHOICE = [['again', 'Deliver it once more, and overwrite it']] as const;

const askView = (asked: Asked): ModalView =>
  modal({
    callbackId: ASK,
    title: 'Backfill',
    submit: 'Next',
    metadata: JSON.stringify(asked),
    blocks: [
      section(
        `Runs of ${bold(asked.export)} that were due on days that are past. You see how many these are, and which data ` +
          'they take, before anything runs.',
      ),
      dateInput(FROM, 'First day', asked.from),
      dateInput(UNTIL, 'Last day, included', asked.until),
      checkboxesInput(AGAIN, 'What was delivered before', AGAIN_CHOICE, asked.again ? ['again'] : [], {
        optional: true,
        hint: 'Otherwise only days run that nothing was delivered for.',
      }),
    ],
  });

/** Back to the days, as they were chosen. */
async function change(click: Click): Promise<void> {
  if (click.inView !== undefined) await click.update(askView(askedIn(click.inView.metadata)));
}

async function plan(on: InView): Promise<ViewAnswer> {
  const { metadata, state } = on.inView;
  const { export: name } = askedIn(metadata);
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
        ? `${name} was not to run on ${days}.`
        : `Of ${plural(firings.length, 'run')} of ${name} on ${days}, none is missing.`;
    return { errors: { [UNTIL]: why } };
  }
  const before = already === 0 ? '' : ` ${already} of that range ${already === 1 ? 'was' : 'were'} delivered before`;
  const run = firings.filter(({ state }) => asked.again || state !== 'delivered');
  const overwrites = already === 0 ? '' : asked.again ? `${before} and will be overwritten.` : `${before} and stay.`;
  return {
    update: modal({
      callbackId: CONFIRM,
      title: 'Backfill',
      submit: `Start ${plural(runs, 'run')}`,
      metadata: JSON.stringify(asked),
      blocks: [
        section(`That makes ${bold(plural(runs, 'run'))} of ${bold(name)}, ${days}.${overwrites}`),
        context(escaped(`They run one after the other, each with its own period.${periods(run)}`)),
        actions([button(CHANGE, 'Change the days', name, { label: `Change the days of ${name}` })]),
      ],
    }),
  };
}

/** Which data that is, since the days are those of the runs; nothing where the export has no window. */
function periods(firings: readonly { readonly window: { readonly words: string } | null }[]): string {
  const [first, ...others] = firings.flatMap(({ window }) => (window === null ? [] : [window.words]));
  if (first === undefined) return '';
  const last = others.at(-1);
  return last === undefined ? ` That is ${first}.` : ` The first one is ${first}, the last one ${last}.`;
}

async function fill(on: InView): Promise<ViewAnswer> {
  const { export: name, from, until, again } = askedIn(on.inView.metadata);
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
