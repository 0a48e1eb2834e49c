import { section } from '../../../blocks/build.ts';
import { escaped } from '../../../blocks/text.ts';
import type { DraftState } from '../draft-state.ts';
import { said, textIn } from '../form.ts';
import { pickInput, textInput } from '../inputs.ts';
import { type Step, typedText, wb } from '../step.ts';

export const NAME = { name: wb('name:name'), description: wb('name:description'), zone: wb('name:zone') } as const;

/** Name, purpose and time zone (D1). */
export const nameStep: Step = {
  id: 'name',
  title: 'Name and time zone',
  blocks({ draft, catalog }) {
    const { state, clone } = draft;
    const zone = typedText(
      draft,
      NAME.zone,
      state.timezone ?? catalog.template?.definition.timezone ?? catalog.brandZone,
    );
    return [
      ...(clone === undefined
        ? []
        : [
            section(
              `All settings of ${escaped(clone.name)} are copied. Change what you like; nothing is created before the last step.`,
            ),
          ]),
      textInput(NAME.name, 'Name of the export', typedText(draft, NAME.name, state.name), {
        most: 100,
        placeholder: 'daily-sales',
        hint: 'The file has this name too, unless you choose a path.',
      }),
      textInput(NAME.description, 'What it is for', typedText(draft, NAME.description, state.description), {
        multiline: true,
        optional: true,
        placeholder: "Yesterday's sales for the partner's loyalty report",
      }),
      pickInput(NAME.zone, 'Time zone', [zone, zone === catalog.brandZone ? `${zone} (the brand's)` : zone], {
        hint: 'For the schedule, dates in filters and in the file, and its name.',
      }),
    ];
  },
  read(draft, { brandZone, template }) {
    const { state, typed } = draft;
    const zone = textIn(typed, NAME.zone);
    const own = zone === '' || (state.timezone === undefined && zone === (template?.definition.timezone ?? brandZone));
    const { timezone: _, ...others } = state;
    const next = {
      ...others,
      name: (textIn(typed, NAME.name) ?? state.name).trim(),
      description: textIn(typed, NAME.description) ?? state.description,
      timezone: zone === undefined ? state.timezone : own ? undefined : zone,
    };
    return { ...draft, state: { ...(said(next) as DraftState), name: next.name } };
  },
  missing: ({ state }) => (state.name === '' ? { [NAME.name]: 'Give the export a name.' } : {}),
  owns: ([key]) => key === 'name' || key === 'description' || key === 'timezone',
  inputOf: ([key]) => (key === 'timezone' ? NAME.zone : key === 'description' ? NAME.description : NAME.name),
};
