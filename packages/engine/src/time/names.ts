/** English names of the calendar; the same in expressions, file names and previews, whatever the machine's locale. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

export const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
] as const;

const capital = (word: string | undefined): string => (word ? word.charAt(0).toUpperCase() + word.slice(1) : '');

/** `Monday` for 1 to `Sunday` for 7. */
export const weekdayName = (weekday: number): string => capital(WEEKDAYS[weekday - 1]);

/** `January` for 1 to `December` for 12. */
export const monthName = (month: number): string => capital(MONTHS[month - 1]);
