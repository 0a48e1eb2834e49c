/** Waybill's Slack bot. */
export { readSlackConfig, type SlackConfig, wantsSlack } from './config.ts';
export { keepSlack } from './keep-slack.ts';
export { type RunningBot, type SlackRequest, startSlack } from './start-slack.ts';
