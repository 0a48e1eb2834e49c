import { entry } from '../define.ts';

const list = (words: readonly string[]) => words.map(w => `"${w}"`).join(', ');

/** Errors of the service: what it is asked over HTTP, and what it keeps. */
export const serviceErrors = {
  // Requests (C2).
  'request-not-json': entry<{ detail: string }>({
    kind: 'input',
    rules: ['C2'],
    message: p => `The body of the request is not JSON: ${p.detail}.`,
    fix: () => 'Send JSON, with `Content-Type: application/json`.',
  }),
  'request-too-large': entry<{ limit: number }>({
    kind: 'input',
    rules: ['C2', 'Q3'],
    message: p => `The request is larger than ${p.limit} bytes, the most that the service takes.`,
    fix: () => 'Send less; a long list of ids belongs into an audience file of the workspace.',
  }),
  'request-malformed': entry<{ detail: string }>({
    kind: 'input',
    rules: ['C2'],
    message: p => `The request cannot be read: ${p.detail}.`,
    fix: () => 'Correct it; `/docs` of the service shows every request.',
  }),
  'unknown-address': entry<{ method: string; path: string }>({
    kind: 'input',
    rules: ['C2'],
    message: p => `There is nothing at ${p.method} ${p.path}.`,
    fix: () => '`/docs` of the service lists every address.',
  }),
  'method-not-allowed': entry<{ method: string; path: string; allowed: readonly string[] }>({
    kind: 'input',
    rules: ['C2'],
    message: p => `${p.method} is nothing that ${p.path} can be asked with.`,
    fix: p => `Ask with ${p.allowed.join(' or ')}.`,
  }),
  'cursor-wrong': entry<Record<string, never>>({
    kind: 'input',
    rules: ['C2'],
    message: () => 'This cursor is not one that the service gave for this list.',
    fix: () => 'Give `next` of the page before, with the same filters and order; or leave it out to begin anew.',
  }),
  'idempotency-key-malformed': entry<Record<string, never>>({
    kind: 'input',
    rules: ['C2'],
    message: () => 'The Idempotency-Key is not 1 to 200 visible characters.',
    fix: () => 'Send a random one for each change, such as a UUID.',
  }),
  'idempotency-key-reused': entry<Record<string, never>>({
    kind: 'input',
    rules: ['C2'],
    message: () => 'This Idempotency-Key was sent before, with another request.',
    fix: () => 'Take a new key for a new request; the same key only repeats the very same one.',
  }),
  'request-in-progress': entry<Record<string, never>>({
    kind: 'input',
    rules: ['C2'],
    message: () => 'The same request, sent before, is still being worked on.',
    fix: () => 'Send it again in a moment; its answer is then given.',
  }),
  'rate-limited': entry<{ limit: number; seconds: number }>({
    kind: 'input',
    rules: ['Q3'],
    message: p => `More than ${p.limit} requests came within a minute.`,
    fix: p => `Wait ${p.seconds} s. WAYBILL_RATE of the service allows more.`,
  }),
  'range-not-there': entry<{ size: number }>({
    kind: 'input',
    rules: ['R5'],
    message: p => `The part of the file that was asked for does not exist: it has ${p.size} bytes.`,
    fix: () => 'Ask for a part inside, or for the whole file.',
  }),
  'service-stopping': entry<Record<string, never>>({
    kind: 'machine',
    rules: ['C4'],
    message: () => 'The service is stopping.',
    fix: () => 'Try again in a moment, when it is back.',
  }),

  'cannot-listen': entry<{ address: string; detail: string; taken: boolean }>({
    kind: 'machine',
    rules: ['C3'],
    message: p =>
      p.taken ? `Something listens at ${p.address} already.` : `Waybill cannot listen at ${p.address} (${p.detail}).`,
    fix: p =>
      p.taken
        ? 'Stop it, or take another port with `--port` or WAYBILL_PORT; 0 takes a free one.'
        : 'Correct WAYBILL_HOST and WAYBILL_PORT: an address of this machine, and a port that this user may open.',
  }),
  'store-away': entry<Record<string, never>>({
    kind: 'machine',
    rules: ['C3'],
    message: () => 'The database of the service cannot be reached at the moment.',
    fix: () => 'Try again in a moment; `/ready` of the service says when it is back.',
  }),

  'store-busy': entry<Record<string, never>>({
    kind: 'machine',
    rules: ['C3'],
    message: () => 'Others change the same at the moment, again and again; nothing of this was done.',
    fix: () => 'Try again in a moment.',
  }),

  // Rights (Q1, L7).
  'token-missing': entry<Record<string, never>>({
    kind: 'input',
    rules: ['Q1'],
    message: () => 'This asks for a token, and none was sent.',
    fix: () => 'Send `Authorization: Bearer wb_…`; an administrator makes a token with `waybill token create`.',
  }),
  'token-refused': entry<Record<string, never>>({
    kind: 'input',
    rules: ['Q1'],
    message: () => 'This token is not valid: it is not known, was revoked, or has expired.',
    fix: () => 'Take a valid one; an administrator makes it with `waybill token create`.',
  }),
  'role-needed': entry<{ role: string; has: string }>({
    kind: 'input',
    rules: ['L7', 'Q1'],
    message: p => `This needs the role "${p.role}", and the token has "${p.has}".`,
    fix: p => `Ask an administrator to do it, or for a token with the role "${p.role}".`,
  }),
  'not-a-delegate': entry<{ token: string }>({
    kind: 'input',
    rules: ['L7', 'Q4'],
    message: p => `The token "${p.token}" may not act on behalf of others.`,
    fix: () => 'Leave the header out, or make a token with `waybill token create --delegate`.',
  }),
  'on-behalf-malformed': entry<Record<string, never>>({
    kind: 'input',
    rules: ['L7'],
    message: () => 'The header that says on whose behalf is not an id and a name.',
    fix: () => 'Send the id, a space and the name, each percent-encoded: `slack:U0123 Anna%20Huber`.',
  }),
  'link-refused': entry<Record<string, never>>({
    kind: 'input',
    rules: ['Q1'],
    message: () => 'This link is not valid: it is not complete, or was changed.',
    fix: () => 'Open it as it was sent, or ask for a new one.',
  }),
  'link-expired': entry<{ at: string }>({
    kind: 'input',
    rules: ['Q1'],
    message: p => `This link worked until ${p.at}.`,
    fix: () => 'Ask whoever sent it for a new one.',
  }),

  // Tokens, secrets, destinations, drafts.
  'unknown-access-token': entry<{ id: string }>({
    kind: 'input',
    rules: ['Q1'],
    message: p => `There is no token with the id "${p.id}".`,
    fix: () => '`waybill token list` shows their ids.',
  }),
  'last-admin-token': entry<{ name: string }>({
    kind: 'input',
    rules: ['Q1'],
    message: p => `"${p.name}" is the last token of an administrator; without it nobody could make another.`,
    fix: () => 'Make a new one with the role "admin" first.',
  }),
  'unknown-secret': entry<{ name: string; names: readonly string[] }>({
    kind: 'input',
    rules: ['Q1'],
    message: p => `The service keeps no secret "${p.name}".`,
    fix: p => (p.names.length === 0 ? 'It keeps none at all.' : `It keeps: ${p.names.join(', ')}.`),
  }),
  'secret-sealed': entry<{ what: string }>({
    kind: 'machine',
    rules: ['Q1'],
    message: p => `The ${p.what} cannot be decrypted: it was changed, or sealed with another key.`,
    fix: () => 'Set it anew: `PUT /v1/secrets/NAME`.',
  }),
  'destination-of-workspace': entry<{ name: string }>({
    kind: 'input',
    rules: ['X1'],
    message: p => `"${p.name}" is a destination of waybill.yaml, which the service does not change.`,
    fix: () => 'Change it there, or take another name.',
  }),
  'destination-exists': entry<{ name: string }>({
    kind: 'input',
    rules: ['X1'],
    message: p => `There is a destination "${p.name}" already.`,
    fix: () => 'Take another name.',
  }),
  'destination-in-use': entry<{ name: string; exports: readonly string[]; more: number }>({
    kind: 'input',
    rules: ['X1'],
    message: p =>
      `The destination "${p.name}" is in use by ${list(p.exports)}${p.more > 0 ? ` and ${p.more} more` : ''}.`,
    fix: () => 'Let these exports deliver elsewhere first, or archive them; its settings may change at any time.',
  }),
  'environment-in-settings': entry<{ text: string }>({
    kind: 'input',
    rules: ['Q1', 'Q2'],
    message: p => `"${p.text}" cannot stand in a destination of the service.`,
    fix: () =>
      'Put the value into a secret of the service, and write `${secret:NAME}`; variables are for waybill.yaml.',
  }),
  'unknown-draft': entry<{ id: string }>({
    kind: 'input',
    rules: ['L2'],
    message: p => `You have no draft with the id "${p.id}".`,
    fix: () => 'It was finished, thrown away, or has expired: drafts are kept for 30 days after they were last saved.',
  }),
  'draft-conflict': entry<{ expected: number; found: number }>({
    kind: 'input',
    rules: ['L2'],
    message: p => `The draft was saved elsewhere meanwhile: it is at version ${p.found}, not ${p.expected}.`,
    fix: () => 'Read it again, and put your changes into what it is now.',
  }),

  // Files (R5).
  'unknown-file': entry<{ run: string; file: string; files: readonly string[] }>({
    kind: 'input',
    rules: ['R5'],
    message: p => `The run ${p.run} has no file "${p.file}".`,
    fix: p => (p.files.length === 0 ? 'It kept no file.' : `Its files: ${list(p.files)}.`),
  }),
  'file-gone': entry<{ file: string }>({
    kind: 'input',
    rules: ['R5'],
    message: p => `The file "${p.file}" is not kept any more.`,
    fix: () => 'Run the export again. `limits.keep_files` in waybill.yaml says how long files are kept.',
  }),
  'upload-refused': entry<{ why: string }>({
    kind: 'input',
    rules: ['L4', 'Q4'],
    message: p => `These files are not sent into Slack: ${p.why}.`,
    fix: () => 'Take the link. WAYBILL_SLACK_UPLOAD of the service says what may be sent.',
  }),
  'files-unwritable': entry<{ where: string; detail: string }>({
    kind: 'machine',
    rules: ['R5'],
    message: p => `Files cannot be kept in ${p.where} (${p.detail}).`,
    fix: () => 'Check that it is there and that the service may write to it; WAYBILL_ARTIFACTS names it.',
  }),

  // The key (Q1).
  'key-exposed': entry<{ file: string; mode: string }>({
    kind: 'machine',
    rules: ['Q1'],
    message: p => `The key of the service is not safe: others may read ${p.file} (its mode is ${p.mode}).`,
    fix: p => `\`chmod 600 '${p.file}'\`; if others use this machine, set every secret anew with a new key.`,
  }),
  'key-unreadable': entry<{ file: string; detail: string }>({
    kind: 'machine',
    rules: ['Q1'],
    message: p => `The key of the service cannot be read from ${p.file} (${p.detail}).`,
    fix: () => 'It is 64 hexadecimal digits in a file of its own; put the right one back from your copy.',
  }),
  'key-mismatch': entry<{ from: string }>({
    kind: 'machine',
    rules: ['Q1'],
    message: p => `The key of ${p.from} is not the one that this database's secrets are sealed with.`,
    fix: () =>
      'Start with the right key. If it is lost: delete the secrets of the service and the row `key` of the table Meta, start, and set them anew.',
  }),

  // Exports and their schedules (R6, S4).
  'unknown-export': entry<{ export: string }>({
    kind: 'input',
    rules: ['R6'],
    message: p => `The service has no export "${p.export}".`,
    fix: () => 'Name one of those that `waybill list` shows, or deploy it first.',
  }),
  'unknown-revision': entry<{ export: string; revision: number; last: number }>({
    kind: 'input',
    rules: ['S4'],
    message: p => `${p.export} has no revision ${p.revision}; its last is ${p.last}.`,
    fix: p => `Name a revision from 1 to ${p.last}.`,
  }),
  'export-exists': entry<{ export: string }>({
    kind: 'input',
    rules: ['R4'],
    message: p => `There is an export "${p.export}" already.`,
    fix: () => 'Give the new one another name.',
  }),
  'revision-conflict': entry<{ export: string; expected: number; current: number }>({
    kind: 'input',
    rules: ['S4'],
    message: p =>
      p.current === 0
        ? `${p.export} does not exist (any more), so revision ${p.expected} cannot be followed by another.`
        : p.expected === 0
          ? `${p.export} exists already, at revision ${p.current}.`
          : `${p.export} is at revision ${p.current} by now, not ${p.expected}: somebody else has changed it.`,
    fix: () => 'Look at what is deployed, put your change into that, and deploy again.',
  }),
  'schedule-kind-changed': entry<{ export: string; from: string; to: string }>({
    kind: 'input',
    rules: ['S4'],
    message: p => `${p.export} ${p.from}; it cannot be made one that ${p.to}.`,
    fix: p =>
      p.to === 'runs when it is created'
        ? 'Keep the schedule and ask for a run besides, or pause it; or deploy it under another name.'
        : 'Deploy it under another name (clone it), and archive this one.',
  }),
  'schedule-stays': entry<{ export: string }>({
    kind: 'input',
    severity: 'warning',
    rules: ['S4'],
    message: p => `${p.export} ran when it was created; once it has a schedule, it cannot go back to having none.`,
    fix: () => '`waybill pause` stops the schedule at any time. To run it once more instead, run its last run again.',
  }),
  'not-scheduled': entry<{ export: string }>({
    kind: 'input',
    rules: ['S4'],
    message: p => `${p.export} has no schedule that could be paused: it ran when it was created.`,
    fix: () => 'To stop a run of it, cancel the run.',
  }),
  'pause-until-past': entry<{ until: string; timezone: string }>({
    kind: 'input',
    rules: ['S4'],
    message: p => `A pause until ${p.until} (${p.timezone}) would be over already.`,
    fix: () => 'Name a day or an instant that is to come, or none to pause it until it is resumed.',
  }),
  'clone-same-file': entry<{ original: string; destination: string; path: string }>({
    kind: 'input',
    severity: 'warning',
    rules: ['R4'],
    message: p => `It delivers to the same file as ${p.original}: ${p.path} at ${p.destination}.`,
    fix: () => 'Change `path`, so that neither overwrites the other.',
  }),
  'firing-refused': entry<{ when: string; detail: string }>({
    kind: 'input',
    severity: 'warning',
    rules: ['D9', 'S1'],
    message: p => `The next run, ${p.when}, would be refused: ${p.detail}`,
    fix: () => 'Change the window or the schedule, so that the run has a window that is allowed.',
  }),

  // The store (C3).
  'store-in-use': entry<{ file: string; pid: number }>({
    kind: 'input',
    rules: ['C3'],
    message: p => `The database "${p.file}" is open in another process, ${p.pid}.`,
    fix: p =>
      `Stop process ${p.pid}, or put WAYBILL_DATABASE to a PostgreSQL database, which many processes can work on.`,
  }),
  'store-newer': entry<{ migrations: readonly string[] }>({
    kind: 'input',
    rules: ['C3'],
    message: p => `The database was made by a newer version of Waybill: it has ${p.migrations.join(', ')}.`,
    fix: () => 'Install that version again, or restore the backup from before the upgrade.',
  }),
  'store-changed': entry<{ migration: string }>({
    kind: 'input',
    rules: ['C3'],
    message: p => `The database went through another "${p.migration}" than this version of Waybill has.`,
    fix: () => 'Run the version that made this database, or begin with an empty one.',
  }),
  'store-foreign': entry<{ where: string }>({
    kind: 'input',
    rules: ['C3'],
    message: p => `${p.where} holds tables that are not Waybill's.`,
    fix: () => 'Give Waybill a database of its own in WAYBILL_DATABASE.',
  }),
  'store-unreachable': entry<{ where: string; reason: string }>({
    kind: 'machine',
    rules: ['C3'],
    message: p => `${p.where} cannot be reached: ${p.reason}`,
    fix: () => 'Check that the server runs, and host, port and name in WAYBILL_DATABASE.',
  }),
  'store-denied': entry<{ where: string; reason: string }>({
    kind: 'input',
    rules: ['C3'],
    message: p => `${p.where} does not let Waybill in: ${p.reason}`,
    fix: () => 'Check user and password in WAYBILL_DATABASE, and that this user may create tables there.',
  }),
  'store-file': entry<{ file: string; reason: string }>({
    kind: 'machine',
    rules: ['C3'],
    message: p => `The database "${p.file}" cannot be opened: ${p.reason}`,
    fix: () =>
      'Put WAYBILL_DATABASE to a file on a local disk that this user can write; if the file is damaged, restore a backup.',
  }),

  // Notices (N1).
  'unknown-notice': entry<{ id: string }>({
    kind: 'input',
    rules: ['N1'],
    message: p => `There is no notice with the id "${p.id}".`,
    fix: () => 'Take the id as `GET /v1/notices` or the claim gave it.',
  }),

  // Slack (L7, L8).
  'slack-mode-unknown': entry<object>({
    kind: 'input',
    rules: ['L8'],
    message: () => 'The Slack bot has neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET.',
    fix: () =>
      'Set SLACK_APP_TOKEN (xapp-…) for Socket Mode, which needs no public address, or SLACK_SIGNING_SECRET for HTTP; docs/slack.md says where both are.',
  }),
  'slack-refused': entry<{ detail: string; token: string }>({
    kind: 'input',
    rules: ['L8'],
    message: p => `Slack does not let the bot in: ${p.detail}.`,
    fix: p =>
      `Check ${p.token}, that the app is installed, and that this machine reaches https://slack.com; docs/slack.md has every step.`,
  }),
  'slack-cannot-listen': entry<{ address: string; detail: string; taken: boolean }>({
    kind: 'machine',
    rules: ['L8'],
    message: p =>
      p.taken
        ? `Something listens at ${p.address} already.`
        : `The Slack bot cannot listen at ${p.address} (${p.detail}).`,
    fix: () =>
      'Correct SLACK_HOST and SLACK_PORT: an address of this machine, and a port that is free and that this user may open; 0 takes a free one.',
  }),
  'slack-token-weak': entry<{ why: string }>({
    kind: 'input',
    rules: ['L7', 'L8'],
    message: p => `The service's token of the Slack bot may not do what a bot does: ${p.why}.`,
    fix: () => 'Make one with `waybill token create slack --role admin --delegate`, and set it as WAYBILL_TOKEN.',
  }),
  'unknown-role-mapping': entry<{ subject: string; subjects: readonly string[] }>({
    kind: 'input',
    rules: ['L7'],
    message: p => `No role is set for "${p.subject}".`,
    fix: p =>
      p.subjects.length === 0 ? 'No roles are set at all.' : `Take one of those that have one: ${list(p.subjects)}.`,
  }),
  'unknown-subscription': entry<{ export: string; target: string }>({
    kind: 'input',
    rules: ['L1'],
    message: p => `${p.target} is not subscribed to "${p.export}".`,
    fix: () => 'Notices that the definition itself asks for (`notify`) are changed there.',
  }),
  'subscription-of-others': entry<{ target: string }>({
    kind: 'input',
    rules: ['L1', 'L7'],
    message: p => `A viewer may subscribe nobody else, and ${p.target} is not you.`,
    fix: () => 'Subscribe yourself, or ask an editor.',
  }),
};
