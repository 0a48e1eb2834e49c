/**
 * What Slack would refuse of a message or a view: every limit of Block Kit that its documents name, written down here
 * apart from the bot's own numbers, so that a slip in those shows. Characters unless said otherwise.
 */

type Json = Readonly<Record<string, unknown>>;
const json = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.map(json) : []);

type Surface = 'message' | 'modal' | 'home';

/** @returns a sentence for each thing that is wrong; none for what Slack takes. */
export function wrongInMessage(message: Json): string[] {
  const wrong = new Wrong();
  const { text, blocks } = message;
  if (typeof text !== 'string' || text.trim() === '') wrong.say('text', 'is missing: nothing is read out or notified');
  else wrong.most('text', text, 4000);
  if (blocks !== undefined) {
    if (!Array.isArray(blocks)) wrong.say('blocks', 'is no list');
    if (list(blocks).length > 50) wrong.say('blocks', `has ${list(blocks).length} of 50`);
    if (JSON.stringify(blocks).length > 13_200) wrong.say('blocks', `has ${JSON.stringify(blocks).length} of 13200`);
    checkBlocks(wrong, list(blocks), 'message');
  }
  return wrong.found;
}

export function wrongInView(view: Json): string[] {
  const wrong = new Wrong();
  const surface = view.type === 'home' ? 'home' : 'modal';
  const blocks = list(view.blocks);
  if (blocks.length > 100) wrong.say('blocks', `has ${blocks.length} of 100`);
  if (!Array.isArray(view.blocks)) wrong.say('blocks', 'is no list');
  wrong.most('private_metadata', view.private_metadata, 3000);
  wrong.most('callback_id', view.callback_id, 255);
  wrong.most('external_id', view.external_id, 255);
  if (surface === 'modal') {
    wrong.plain('title', view.title, 24, true);
    wrong.plain('submit', view.submit, 24);
    wrong.plain('close', view.close, 24);
    if (view.submit === undefined && blocks.some(block => block.type === 'input')) {
      wrong.say('submit', 'is missing, with inputs');
    }
  } else if (view.title !== undefined || view.submit !== undefined) wrong.say('home', 'has neither title nor submit');
  if (JSON.stringify(view).length > 250_000) wrong.say('view', 'is over 250 kB');
  checkBlocks(wrong, blocks, surface);
  return wrong.found;
}

class Wrong {
  readonly found: string[] = [];

  say(place: string, what: string): void {
    this.found.push(`${place} ${what}`);
  }

  most(place: string, value: unknown, most: number): void {
    if (value === undefined || value === null) return;
    if (typeof value !== 'string') this.say(place, 'is no text');
    else if (value.length > most) this.say(place, `has ${value.length} of ${most}: ${value.slice(0, 40)}…`);
    else if (!value.isWellFormed()) this.say(place, 'holds half a character');
  }

  plain(place: string, value: unknown, most: number, needed = false): void {
    if (value === undefined) {
      if (needed) this.say(place, 'is missing');
      return;
    }
    const text = json(value);
    if (text.type !== 'plain_text') this.say(place, 'is not plain_text');
    this.notEmpty(place, text.text);
    this.most(place, text.text, most);
  }

  text(place: string, value: unknown, most: number): void {
    const text = json(value);
    if (text.type !== 'plain_text' && text.type !== 'mrkdwn') this.say(place, 'is neither plain_text nor mrkdwn');
    if (text.type === 'mrkdwn' && 'emoji' in text) this.say(place, 'has emoji, which mrkdwn takes not');
    this.notEmpty(place, text.text);
    this.most(place, text.text, most);
  }

  notEmpty(place: string, value: unknown): void {
    if (typeof value !== 'string' || value === '') this.say(place, 'is empty');
  }
}

const FOR: Readonly<Record<string, readonly Surface[]>> = {
  header: ['message', 'modal', 'home'],
  section: ['message', 'modal', 'home'],
  divider: ['message', 'modal', 'home'],
  context: ['message', 'modal', 'home'],
  actions: ['message', 'modal', 'home'],
  image: ['message', 'modal', 'home'],
  rich_text: ['message', 'modal', 'home'],
  input: ['message', 'modal', 'home'],
  markdown: ['message'],
  alert: ['modal'],
  table: ['message'],
};

function checkBlocks(wrong: Wrong, blocks: readonly Json[], surface: Surface): void {
  const ids = new Set<string>();
  let tables = 0;
  for (const [i, block] of blocks.entries()) {
    const place = `blocks[${i}] (${String(block.type)})`;
    const surfaces = FOR[String(block.type)];
    if (!surfaces) wrong.say(place, 'is of an unknown type');
    else if (!surfaces.includes(surface)) wrong.say(place, `is not for a ${surface}`);
    wrong.most(`${place}.block_id`, block.block_id, 255);
    if (typeof block.block_id === 'string') {
      if (ids.has(block.block_id)) wrong.say(place, `repeats the block_id ${block.block_id}`);
      ids.add(block.block_id);
    }
    if (block.type === 'table' && ++tables > 1) wrong.say(place, 'is a second table');
    checkBlock(wrong, place, block);
  }
}

function checkBlock(wrong: Wrong, place: string, block: Json): void {
  switch (block.type) {
    case 'header':
      wrong.plain(`${place}.text`, block.text, 150, true);
      break;
    case 'section': {
      if (block.text === undefined && block.fields === undefined) wrong.say(place, 'has neither text nor fields');
      if (block.text !== undefined) wrong.text(`${place}.text`, block.text, 3000);
      const fields = list(block.fields);
      if (block.fields !== undefined && (fields.length === 0 || fields.length > 10)) {
        wrong.say(`${place}.fields`, `has ${fields.length} of 1 to 10`);
      }
      for (const [i, field] of fields.entries()) wrong.text(`${place}.fields[${i}]`, field, 2000);
      if (block.accessory !== undefined) checkElement(wrong, `${place}.accessory`, json(block.accessory));
      break;
    }
    case 'context': {
      const elements = list(block.elements);
      if (elements.length === 0 || elements.length > 10) wrong.say(place, `has ${elements.length} of 1 to 10 elements`);
      for (const [i, element] of elements.entries()) {
        if (element.type === 'image') wrong.notEmpty(`${place}.elements[${i}].alt_text`, element.alt_text);
        else wrong.text(`${place}.elements[${i}]`, element, 3000);
      }
      break;
    }
    case 'actions': {
      const elements = list(block.elements);
      if (elements.length === 0 || elements.length > 25) wrong.say(place, `has ${elements.length} of 1 to 25 elements`);
      const ids = elements.map(element => element.action_id);
      if (new Set(ids).size !== ids.length) wrong.say(place, 'repeats an action_id');
      for (const [i, element] of elements.entries()) checkElement(wrong, `${place}.elements[${i}]`, element);
      break;
    }
    case 'input':
      wrong.plain(`${place}.label`, block.label, 2000, true);
      wrong.plain(`${place}.hint`, block.hint, 2000);
      if (block.block_id === undefined) wrong.say(place, 'has no block_id: what is typed would be lost');
      checkElement(wrong, `${place}.element`, json(block.element));
      if (json(block.element).type === 'button') wrong.say(place, 'holds a button');
      break;
    case 'image':
      wrong.notEmpty(`${place}.alt_text`, block.alt_text);
      wrong.most(`${place}.alt_text`, block.alt_text, 2000);
      break;
    case 'markdown':
      wrong.notEmpty(`${place}.text`, block.text);
      wrong.most(`${place}.text`, block.text, 12_000);
      break;
    case 'alert':
      wrong.text(`${place}.text`, block.text, 200);
      break;
  }
}

const SELECTS = /^(multi_)?(static|external|users|conversations|channels)_select$/;

function checkElement(wrong: Wrong, place: string, element: Json): void {
  const type = String(element.type);
  wrong.most(`${place}.action_id`, element.action_id, 255);
  if (element.type !== 'image') wrong.notEmpty(`${place}.action_id`, element.action_id);
  if (typeof element.action_id === 'string' && !/^wb:[\w-]+:/.test(element.action_id)) {
    wrong.say(`${place}.action_id`, `${element.action_id} is not named wb:<area>:<what>`);
  }
  if (element.confirm !== undefined) checkConfirm(wrong, `${place}.confirm`, json(element.confirm));
  if (element.placeholder !== undefined) wrong.plain(`${place}.placeholder`, element.placeholder, 150);
  if (type === 'button') {
    wrong.plain(`${place}.text`, element.text, 75, true);
    wrong.most(`${place}.value`, element.value, 2000);
    wrong.most(`${place}.url`, element.url, 3000);
    wrong.most(`${place}.accessibility_label`, element.accessibility_label, 75);
    if (element.style !== undefined && !['primary', 'danger'].includes(String(element.style))) {
      wrong.say(place, 'has an unknown style');
    }
  } else if (SELECTS.test(type)) checkSelect(wrong, place, element);
  else if (type === 'overflow') checkOptions(wrong, place, list(element.options), { most: 5, least: 1 });
  else if (type === 'checkboxes' || type === 'radio_buttons') {
    checkOptions(wrong, place, list(element.options), { most: 10, least: 1 });
    checkInitial(wrong, place, element, list(element.options));
  } else if (type === 'plain_text_input') {
    wrong.most(`${place}.initial_value`, element.initial_value, Number(element.max_length ?? 3000));
    if (Number(element.max_length ?? 1) > 3000) wrong.say(place, 'has a max_length over 3000');
    if (element.initial_value === '') wrong.say(`${place}.initial_value`, 'is empty');
  } else if (type === 'datepicker') match(wrong, `${place}.initial_date`, element.initial_date, /^\d{4}-\d{2}-\d{2}$/);
  else if (type === 'timepicker') match(wrong, `${place}.initial_time`, element.initial_time, /^\d{2}:\d{2}$/);
  else if (!['datetimepicker', 'number_input', 'email_text_input', 'url_text_input', 'image'].includes(type)) {
    wrong.say(place, `is of an unknown type ${type}`);
  }
}

function match(wrong: Wrong, place: string, value: unknown, pattern: RegExp): void {
  if (value !== undefined && !pattern.test(String(value))) wrong.say(place, `is ${String(value)}`);
}

function checkSelect(wrong: Wrong, place: string, element: Json): void {
  const type = String(element.type);
  const groups = list(element.option_groups);
  const options = [...list(element.options), ...groups.flatMap(group => list(group.options))];
  if (type.endsWith('static_select')) {
    if (groups.length > 100) wrong.say(`${place}.option_groups`, `has ${groups.length} of 100`);
    for (const group of groups) wrong.plain(`${place}.option_groups.label`, group.label, 75, true);
    checkOptions(wrong, place, options, { most: 100, least: 1 });
    checkInitial(wrong, place, element, options);
  } else {
    if (element.options !== undefined) wrong.say(place, 'has options of its own');
    const initial = [
      ...(element.initial_option ? [json(element.initial_option)] : []),
      ...list(element.initial_options),
    ];
    checkOptions(wrong, `${place}.initial`, initial, { most: 100, least: 0 });
  }
  if (Array.isArray(element.initial_options) && element.initial_options.length === 0) {
    wrong.say(`${place}.initial_options`, 'is empty');
  }
}

function checkInitial(wrong: Wrong, place: string, element: Json, options: readonly Json[]): void {
  const known = new Set(options.map(option => JSON.stringify([option.value, json(option.text).text])));
  const initial = [...(element.initial_option ? [json(element.initial_option)] : []), ...list(element.initial_options)];
  for (const option of initial) {
    if (!known.has(JSON.stringify([option.value, json(option.text).text]))) {
      wrong.say(`${place}.initial_option`, `${String(option.value)} is none of the options`);
    }
  }
}

/** Options of a list: also those that an external select is answered with. */
export function wrongInOptions(answer: Json): string[] {
  const wrong = new Wrong();
  const groups = list(answer.option_groups);
  const options = [...list(answer.options), ...groups.flatMap(group => list(group.options))];
  if (groups.length > 100) wrong.say('option_groups', `has ${groups.length} of 100`);
  for (const group of groups) wrong.plain('option_groups.label', group.label, 75, true);
  checkOptions(wrong, 'options', options, { most: 100, least: 0 });
  return wrong.found;
}

function checkOptions(
  wrong: Wrong,
  place: string,
  options: readonly Json[],
  { most, least }: { readonly most: number; readonly least: number },
): void {
  if (options.length > most || options.length < least) {
    wrong.say(`${place}.options`, `has ${options.length} of ${least} to ${most}`);
  }
  const values = options.map(option => option.value);
  if (new Set(values).size !== values.length) wrong.say(`${place}.options`, 'repeats a value');
  for (const [i, option] of options.entries()) {
    wrong.text(`${place}.options[${i}].text`, option.text, 75);
    wrong.notEmpty(`${place}.options[${i}].value`, option.value);
    wrong.most(`${place}.options[${i}].value`, option.value, 75);
    if (option.description !== undefined) wrong.text(`${place}.options[${i}].description`, option.description, 75);
  }
}

function checkConfirm(wrong: Wrong, place: string, confirm: Json): void {
  wrong.plain(`${place}.title`, confirm.title, 100, true);
  wrong.text(`${place}.text`, confirm.text, 300);
  wrong.plain(`${place}.confirm`, confirm.confirm, 30, true);
  wrong.plain(`${place}.deny`, confirm.deny, 30, true);
}
