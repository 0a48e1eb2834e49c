import type { DeployResult } from '@waybill/api';
import type { Message } from '../../blocks/block-kit.ts';
import { actions, button, context, section } from '../../blocks/build.ts';
import { bold, code, entities, escaped } from '../../blocks/text.ts';
import { firingInWords } from './steps/schedule-blocks.ts';

/** What is said when an export was created: what happens next, and who may stop it (L2). Pure. */
export function createdMessage({ export: view, run, warnings }: DeployResult, name: string): Message {
  const next = nextWords({ export: view, run });
  const schedule = view?.plan.words ?? '';
  const repeats = view?.plan.kind === 'repeated';
  const pause = repeats
    ? `You, and everybody else with the role editor or admin, may pause it: /export pause ${name}`
    : `Everybody with the role editor or admin may change it or run it again: /export show ${name}`;
  return {
    text: entities(`${name} is created. ${next}`),
    blocks: [
      section(`${bold(name)} is created.\n${escaped(next)}`),
      ...(schedule === '' ? [] : [context(escaped(schedule))]),
      ...warnings.slice(0, 5).map(({ message }) => context(`:warning: Warning: ${escaped(message)}`)),
      context(pause.replace(/(\/export \w+ .*)$/, (_, command: string) => code(command))),
      ...(repeats
        ? [
            actions([
              button('wb:dialog:pause', 'Pause export', JSON.stringify({ export: name }), { label: `Pause ${name}` }),
              button('wb:dialog:reschedule', 'Change schedule', JSON.stringify({ export: name }), {
                label: `Change the schedule of ${name}`,
              }),
            ]),
          ]
        : []),
    ],
  };
}

export function nextWords({ export: view, run }: Pick<DeployResult, 'export' | 'run'>): string {
  if (run !== null) return 'Its run has begun. You hear here when the file is there, or why it is not.';
  const [first, second] = view?.plan.firings ?? [];
  if (first === undefined) return 'No run is in sight with its schedule.';
  const zone = view?.plan.timezone ?? '';
  const next = second === undefined ? '' : ` The one after: ${firingInWords(second)}.`;
  return `First run: ${firingInWords(first)} (${zone}).${next}`;
}
