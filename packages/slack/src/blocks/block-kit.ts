import type { types } from '@slack/bolt';

/** Block Kit as this package uses it: Slack's own types under one roof. */

export type Block = types.KnownBlock;
export type ModalView = types.ModalView;
export type HomeView = types.HomeView;
export type View = ModalView | HomeView;
export type PlainText = types.PlainTextElement;
export type Option = types.PlainTextOption;
export type OptionGroup = { readonly label: PlainText; readonly options: Option[] };
export type Button = types.Button;
export type ActionElement = types.ActionsBlockElement;
export type Accessory = NonNullable<types.SectionBlock['accessory']>;
export type InputElement = types.InputBlock['element'];

/** What is sent as a message. `text` says what the blocks say, for notifications and screen readers. */
export interface Message {
  readonly text: string;
  readonly blocks?: readonly Block[] | undefined;
}
