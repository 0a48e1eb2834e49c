import { option } from '../../blocks/build.ts';
import { LIMITS } from '../../blocks/limits.ts';
import type { Bot, Options, Typed } from '../../bot.ts';
import { destinationOptions, fieldOptions, modelOptions, templateOptions, zoneOptions } from '../../pickers/catalog.ts';
import { readDraft } from './draft-store.ts';
import { CRITERION, questionLabel } from './steps/criterion-modal.ts';
import { NAME } from './steps/name-step.ts';
import { START } from './steps/start-step.ts';

/** Options of the selects in the steps: those of the common pickers, for the model of the draft. */
export function registerCreateOptions(bot: Bot): void {
  bot.options(START.model, modelOptions);
  bot.options(START.template, templateOptions);
  bot.options(NAME.zone, zoneChoices);
  bot.options(/^wb:create:deliver:to:/, destinationOptions);
  bot.options(/^wb:create:rows:pick/, async typed => fieldsOf(typed, await modelOf(typed)));
  bot.options(CRITERION.attribute, attributeOptions);
}

async function modelOf({ service, inView }: Typed): Promise<string | undefined> {
  if (inView === undefined || inView.metadata === '') return undefined;
  const { state } = readDraft(await service.getDraft({ params: { id: inView.metadata } }));
  if (state.model !== undefined || state.extends === undefined) return state.model;
  return (await service.getTemplate({ params: { id: state.extends } })).model;
}

const fieldsOf = async (typed: Typed, model: string | undefined): Promise<Options> =>
  model === undefined ? { options: [] } : fieldOptions(typed, model);

/** Fields, and before them what may be asked about the entry or what it belongs to (K7). */
async function attributeOptions(typed: Typed): Promise<Options> {
  const name = await modelOf(typed);
  if (name === undefined) return { options: [] };
  const { service, text } = typed;
  const [model, fields] = await Promise.all([service.getModel({ params: { name } }), fieldsOf(typed, name)]);
  const targets = await Promise.all(
    model.relations
      .filter(({ kind }) => kind === 'one')
      .map(async ({ name: relation, model: target }) => ({
        relation,
        predicates: (await service.getModel({ params: { name: target } }).catch(() => undefined))?.predicates ?? [],
      })),
  );
  const words = text.trim().toLowerCase();
  const questions = [{ relation: '', predicates: model.predicates }, ...targets]
    .filter(({ predicates }) => predicates.length > 0)
    .map(({ relation, predicates }) => ({
      relation,
      label: questionLabel(relation, { ...model, standard: [] }),
      names: predicates.map(({ label }) => label).join(', '),
    }))
    .filter(({ label, names }) => `${label} ${names}`.toLowerCase().includes(words))
    .map(({ relation, label, names }) => option(label, `?${relation}`.slice(0, LIMITS.optionValue), names));
  const listed = 'options' in fields ? fields.options : [];
  if (questions.length === 0) return fields;
  return {
    groups: [
      { label: { type: 'plain_text', text: 'Questions' }, options: questions },
      ...(listed.length === 0
        ? []
        : [{ label: { type: 'plain_text' as const, text: 'Fields' }, options: [...listed].slice(0, 90) }]),
    ],
  };
}

/** The brand's zone and the person's own first (D1). */
async function zoneChoices(typed: Typed): Promise<Options> {
  const { service, bot, person, text } = typed;
  const [found, brand, own] = await Promise.all([
    zoneOptions(typed),
    service.whoami().then(({ timezone }) => timezone),
    bot.slack.users.info({ user: person.id }).then(
      ({ user }) => user?.tz,
      () => undefined,
    ),
  ]);
  const words = text.trim().toLowerCase();
  const first = [[brand, "the brand's"], ...(own === undefined || own === brand ? [] : [[own, 'yours']])].filter(
    ([zone]) => zone?.toLowerCase().includes(words),
  );
  const others = 'options' in found ? found.options.filter(({ value }) => !first.some(([zone]) => zone === value)) : [];
  return {
    options: [...first.map(([zone = '', whose]) => option(zone, zone, whose)), ...others].slice(0, LIMITS.options),
  };
}
