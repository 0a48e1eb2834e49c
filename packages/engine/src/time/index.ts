/** All calendar logic: zones, durations, dates, windows, strftime. Pure: the caller says when the run is. */
export { Temporal } from 'temporal-polyfill';
export type { Checked, LocalProblem, Span } from './checked.ts';
export {
  type DateContext,
  type DateExpression,
  type DateSuggestion,
  type DateValue,
  dateSuggestions,
  evaluateDate,
  explainDate,
  hasTime,
  isDateExpression,
  parseDateExpression,
  parseDateValue,
} from './date-expression.ts';
export {
  DURATION_UNITS,
  type Duration,
  type DurationUnit,
  isClockUnit,
  parseDuration,
  printDuration,
  toTemporal,
} from './duration.ts';
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
  startOfPeriod,
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
