import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import { type Place, type SlackPerson, textOf } from '../../../../test/support/slack/slack-person.ts';
import { endSlackServices, type SlackService, slackService } from '../../../../test/support/slack/slack-service.ts';
import { SALES_FILES } from '../views/create/sales-workspace.ts';

/** Somebody presses, chooses and types whatever is there, in no order that makes sense: the same for the same seed. */

type Json = Record<string, unknown>;
const list = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);

const DAILY = 'schedule: {daily: {hours: [6], minutes: [30]}}\nwindow: {by: event_date, previous: day}\n';
/** Names that say something else to whoever reads them carelessly. */
const NAMES = [
  'people',
  'sale until monday',
  'tell me',
  'a & b <c>',
  '"quoted"',
  '*stars* _x_ ~y~ `z`',
  '😀'.repeat(50),
  'two  spaces',
  '#1',
  '[1,2]',
  'list',
  '{"export":"people"}',
  '<!channel>',
];
const COMMANDS = [
  '',
  'help',
  'list sale',
  'show "sale until monday"',
  'run people',
  'clone people',
  'create',
  'pause',
  'xyz',
];
const TEXTS = [
  'x',
  'people',
  '7:15, 18:00',
  '0 6 * * 1-5',
  '99 9 9 9 9',
  '',
  '   ',
  '<b>&*_~`',
  'é'.repeat(80),
  'a = b',
];
const DATES = ['2026-11-20', '2027-01-05', '2020-01-01'];
const WRONG = [/Something went wrong in the bot/, /of another version/, /undefined/, /\[object/, /\bNaN\b/];

class Walk {
  readonly #all: SlackService;
  readonly #anna: SlackPerson;
  readonly trail: string[] = [];
  #seed: number;

  constructor(all: SlackService, seed: number) {
    this.#all = all;
    this.#anna = all.bot.person('anna');
    this.#seed = seed;
  }

  #chance(): number {
    this.#seed = (this.#seed * 1103515245 + 12345) % 2 ** 31;
    return this.#seed / 2 ** 31;
  }

  #pick<T>(of: readonly T[]): T {
    return of[Math.floor(this.#chance() * of.length)] as T;
  }

  /** Something that a person can do now. */
  async step(): Promise<void> {
    const anna = this.#anna;
    const chance = this.#chance();
    if (anna.isModalOpen()) {
      if (chance < 0.06) return this.#do('closes', () => anna.close({ all: this.#chance() < 0.5 }));
      if (chance < 0.4 && anna.modal().submit !== undefined) {
        return this.#do(`submits ${String(anna.modal().callback_id)}`, () => anna.submit());
      }
      return this.#use('modal', list(anna.modal().blocks));
    }
    if (chance < 0.2) {
      const text = this.#pick(COMMANDS);
      return this.#do(`/export ${text}`, () => anna.command(text));
    }
    if (chance < 0.25) return this.#do('shortcut', () => anna.shortcut('wb:menu'));
    const answer = anna.answers().at(-1);
    if (chance < 0.6 || answer === undefined)
      return this.#use('home', list(this.#all.bot.slack.homes.get(anna.id)?.blocks));
    return this.#use(answer, answer.blocks);
  }

  async #use(place: Place, blocks: readonly Json[]): Promise<void> {
    const elements = blocks.flatMap(block =>
      [...list(block.elements), block.accessory as Json, block.element as Json]
        .filter(element => element?.action_id !== undefined && element.url === undefined)
        .map(element => ({ block, element })),
    );
    if (elements.length === 0) return;
    const { block, element } = this.#pick(elements);
    const id = String(element.action_id);
    if (element.type === 'button') {
      const times = this.#chance() < 0.15 ? 2 : 1;
      return this.#do(`presses ${id}`, () => this.#anna.click(place, id, { times }));
    }
    const value = await this.#valueFor(place, element);
    if (value === undefined) return;
    const tells = block.type !== 'input' || block.dispatch_action === true;
    if (!tells && place !== 'modal') return;
    await this.#do(`says ${JSON.stringify(value)} in ${id}`, () =>
      tells ? this.#anna.choose(place, id, value) : this.#anna.fill({ [id]: value }),
    );
  }

  async #valueFor(place: Place, element: Json): Promise<string | readonly string[] | null | undefined> {
    const type = String(element.type);
    const of = (values: readonly string[]) => {
      if (values.length === 0) return undefined;
      const value = this.#pick(values);
      return /multi|checkboxes/.test(type) ? [value] : value;
    };
    if (type.includes('external')) {
      return of((await this.#anna.options(place, String(element.action_id))).map(option => option.value));
    }
    const options = [...list(element.options), ...list(element.option_groups).flatMap(group => list(group.options))];
    if (options.length > 0) return of(options.map(option => String(option.value)));
    if (type === 'datepicker') return this.#pick(DATES);
    if (type === 'timepicker') return this.#pick(['00:00', '06:30']);
    if (type === 'number_input') return this.#pick(['1', '-5', '100']);
    if (type.includes('conversations')) return this.#all.bot.slack.channel('crm-exports');
    if (type.includes('users')) return this.#anna.id;
    return this.#pick(TEXTS) || null;
  }

  async #do(what: string, act: () => Promise<unknown>): Promise<void> {
    this.trail.push(what);
    await act();
  }

  /** All that the person sees. */
  seen(): string {
    const answer = this.#anna.answers().at(-1);
    const modal = this.#anna.isModalOpen() ? this.#anna.modalText() : '';
    return [modal, textOf((answer?.blocks ?? []) as never), answer?.text ?? '', this.#anna.homeText()].join('\n');
  }
}

describe('a walk through everything that can be pressed', () => {
  afterEach(endSlackServices);

  for (const [anna, seed, mode] of [
    ['editor', 7, 'socket'],
    ['viewer', 1, 'http'],
    ['admin', 23, 'http'],
  ] as const) {
    it(`L1 L5 L6 L7: nothing that a person with the role ${anna} does finds the bot at a loss`, async function () {
      this.timeout(240_000);
      const errors: string[] = [];
      const all = await slackService({
        anna,
        mode,
        service: { files: SALES_FILES, env: { WAYBILL_RATE: '1000000' } },
        log: line => {
          const { level, msg, err } = JSON.parse(line) as { level: number; msg: string; err?: { stack?: string } };
          if (level >= 50) errors.push(`${msg} ${err?.stack ?? ''}`);
        },
      });
      for (const name of NAMES) {
        await all.admin.deployExport({ body: { text: peopleExport(DAILY, undefined, JSON.stringify(name)) } });
      }
      await all.admin.deployExport({ body: { text: peopleExport('', undefined, 'once') } });
      await all.bot.person('anna').openHome();
      const walk = new Walk(all, seed);
      for (let i = 0; i < 100; i++) {
        if (i % 25 === 7) {
          const row = i % 2 === 0 ? '1' : 'no number';
          const text = `id,name,email,joined\n${row},A,a@example.com,2026-01-01\n`;
          await writeFile(join(all.served.service.folder, 'data', 'people.csv'), text);
          await all.served.service.work();
        }
        await walk.step();
        const seen = walk.seen();
        const last = () => walk.trail.slice(-10).join('\n');
        for (const wrong of WRONG) assert.doesNotMatch(seen, wrong, last());
        assert.deepEqual(errors, [], last());
        assert.deepEqual(all.bot.slack.wrong, [], last());
      }
      assert.ok(walk.trail.length > 60);
    });
  }
});
