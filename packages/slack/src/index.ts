/** Waybill's Slack bot. */
export { type AppParts, type BotApp, createApp } from './create-app.ts';
