/** All calendar logic: zones, durations, dates, windows, strftime. Pure: the caller says when the run is. */
export { Temporal } from 'temporal-polyfill';
export { at, bad, below, type Checked, good, goodUnless, type LocalProblem, type Span } from './checked.ts';
export type {
  DateContext,
  DateExpression,
  DateStep,
  DateSuggestion,
  DateValue,
  NamedPeriod,
} from './date-expression.ts';
export { isDateExpression, parseDateExpression, parseDateValue } from './date-parser.ts';
export { dateSuggestions } from './date-suggestions.ts';
export {
  DURATION_UNITS,
  type Duration,
  type DurationUnit,
  isClockUnit,
  parseDuration,
  printDuration,
  toTemporal,
} from './duration.ts';
export { dayInWords, evaluateDate, explainDate, hasTime } from './evaluate-date.ts';
export { startOfPeriod } from './period.ts';
export { checkSeams } from './seams.ts';
export {
  checkStrftime,
  renderStrftime,
  STRFTIME_TOKENS,
  type StrftimeEngine,
  type StrftimePiece,
  type StrftimeToken,
  type StrftimeUse,
  translateStrftime,
} from './strftime.ts';
export {
  checkWindow,
  DEFAULT_MAX_WINDOW,
  resolveWindow,
  type Window,
  type WindowCheckContext,
  type WindowContext,
} from './window.ts';
export {
  CALENDAR_PERIODS,
  type CalendarPeriod,
  type EffectiveWindow,
  EXPORT_MODES,
  type ExportMode,
  effectiveWindow,
  WINDOW_COLUMNS,
  type WindowColumn,
  type WindowSpec,
} from './window-spec.ts';
export { describeWindow, describeWindowSpec } from './window-words.ts';
export {
  atTime,
  dayOf,
  isZone,
  parseZone,
  type RunMoment,
  runMoment,
  startOfDay,
  ZONE_NAMES,
  zoneDataVersion,
} from './zone.ts';
