import type { ExportView } from '@waybill/api';
import type { ModalView } from '../blocks/block-kit.ts';
import { context, modal, section } from '../blocks/build.ts';
import { momentIn } from '../blocks/moments.ts';
import { bold, escaped } from '../blocks/text.ts';
import type { Bot, InView, ViewAnswer } from '../bot.ts';
import { exportNamed } from '../commands/choose-export.ts';
import { untilOf } from '../commands/pause.ts';
import { PersonError } from '../error-sentence.ts';
import { onlyEditors } from '../rights.ts';
import { doneView } from '../views-shown.ts';
import { formOf, textIn } from './create/form.ts';
import { dateInput, timeInput } from './create/inputs.ts';

const VIEW = 'wb:pause';
const DAY = 'wb:pause:day';
const TIME = 'wb:pause:time';

/** Pauses an export, and asks until when (L3, S4). */
export function registerPause(bot: Bot): void {
  bot.dialog('pause', async (on, { export: name = '' }) => {
    if (name === '') {
      await exportNamed(on, 'pause', '');
      return;
    }
    await on.openSoon('Pause export', async () => {
      const [view] = await Promise.all([on.service.getExport({ params: { name } }), onlyEditors(on)]);
      return pauseView(view);
    });
  });
  bot.view(VIEW, submit);
}

function pauseView({ name, plan }: ExportView): ModalView {
  const { pausedUntil, paused, timezone } = plan;
  const until = pausedUntil === null ? 'until it is resumed' : `until ${momentIn(pausedUntil, timezone)}`;
  const now = paused ? ` It is paused already, ${until}.` : '';
  return modal({
    callbackId: VIEW,
    title: 'Pause export',
    submit: 'Pause',
    metadata: name,
    blocks: [
      section(`${bold(name)} does not run while it is paused. Runs in progress finish.${escaped(now)}`),
      dateInput(DAY, 'Until the beginning of', '', {
        optional: true,
        hint: 'Without a date it is paused until somebody resumes it.',
      }),
      timeInput(TIME, `At another time of that day (${timezone})`, '', { optional: true }),
      context(`Times are those of ${escaped(timezone)}.`),
    ],
  });
}

async function submit(on: InView): Promise<ViewAnswer> {
  const { metadata: name, state } = on.inView;
  const form = formOf(state);
  const day = textIn(form, DAY) ?? '';
  const time = textIn(form, TIME) ?? '';
  if (day === '' && time !== '') return { errors: { [DAY]: 'Choose the date, too.' } };
  const params = { name };
  if (day === '') {
    await on.service.pauseExport({ params, body: {} });
    return { update: doneView('Paused', `${bold(name)} is paused until it is resumed: ${resumeWords(name)}`) };
  }
  const { timezone } = await on.service.getExport({ params });
  let until: string;
  try {
    until = untilOf(time === '' ? day : `${day} ${time}`, timezone).value;
  } catch (error) {
    if (!(error instanceof PersonError)) throw error;
    return { errors: { [DAY]: 'That is over already: choose a date that is still to come.' } };
  }
  const { plan } = await on.service.pauseExport({ params, body: { until } });
  const words = plan.pausedUntil === null ? 'it is resumed' : momentIn(plan.pausedUntil, timezone);
  const sentence = `${bold(name)} is paused until ${escaped(words)} (${escaped(timezone)}). Earlier: ${resumeWords(name)}`;
  return { update: doneView('Paused', sentence) };
}

const resumeWords = (name: string): string => `\`/export resume ${escaped(name)}\`.`;
