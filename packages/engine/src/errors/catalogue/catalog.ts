/** Errors of this area; see define.ts for how an entry is written. */
export const catalogErrors = {};
