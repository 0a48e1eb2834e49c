import { entry } from '../define.ts';

/** What every failure at a destination tells: its name in the workspace, the address, and the server's own words. */
export interface AtDestination {
  readonly destination: string;
  /** Address without secrets: `sftp://user@host:22/upload/x.csv`. */
  readonly where: string;
  /** What the server or the system said, kept as it was. */
  readonly detail: string;
}

const said = (detail: string) => (detail === '' ? '' : ` (${detail})`);

/** Errors of delivery; see define.ts for how an entry is written. */
export const deliveryErrors = {
  'destination-path-unsafe': entry<{ path: string; reason: string }>({
    kind: 'input',
    rules: ['Q2', 'X2'],
    message: p => `The path "${p.path}" cannot be used at a destination: ${p.reason}.`,
    fix: () => "Write a path inside the destination's folder, e.g. `exports/daily-sales_%Y%m%d`.",
  }),
  'destination-host-not-allowed': entry<{ destination: string; host: string; allowed: string }>({
    kind: 'input',
    rules: ['Q2'],
    message: p => `Destination "${p.destination}" is on "${p.host}", which this workspace does not allow.`,
    fix: p => `Use a host that matches \`limits.destination_hosts\` (${p.allowed}), or have the list extended.`,
  }),
  'destination-unreachable': entry<AtDestination>({
    kind: 'destination',
    rules: ['X2', 'R2'],
    message: p => `Destination "${p.destination}" could not be reached at ${p.where}${said(p.detail)}.`,
    fix: () => 'Check host and port, and that the server runs and no firewall is in between.',
  }),
  'destination-connection-lost': entry<AtDestination>({
    kind: 'destination',
    rules: ['X2', 'R2'],
    message: p => `The connection to destination "${p.destination}" was lost at ${p.where}${said(p.detail)}.`,
    fix: () => 'Nothing partial is visible there. Run it again; if it happens often, ask who operates the server.',
  }),
  'destination-timeout': entry<AtDestination>({
    kind: 'destination',
    rules: ['X2', 'R2'],
    message: p => `Destination "${p.destination}" did not answer in time at ${p.where}${said(p.detail)}.`,
    fix: () => 'Run it again; for a slow server set `connect_timeout` or `idle_timeout` of the destination higher.',
  }),
  'destination-busy': entry<AtDestination>({
    kind: 'destination',
    rules: ['X2', 'R2'],
    message: p =>
      `Destination "${p.destination}" is busy or has its doors closed for now: ${p.where}${said(p.detail)}.`,
    fix: () => 'Run it again later.',
  }),
  'destination-server-error': entry<AtDestination>({
    kind: 'destination',
    rules: ['X2', 'R2'],
    message: p => `The server of destination "${p.destination}" failed at ${p.where}${said(p.detail)}.`,
    fix: () =>
      'Run it again; if it stays, ask who operates the server to look into its log. A full disk there looks like this, too.',
  }),
  'destination-login-failed': entry<AtDestination>({
    kind: 'destination',
    rules: ['X1', 'R2'],
    message: p => `Destination "${p.destination}" refused the login at ${p.where}${said(p.detail)}.`,
    fix: () =>
      'Check user and password, key or agent of the destination in waybill.yaml, and that the account is open.',
  }),
  'destination-key-unreadable': entry<AtDestination>({
    kind: 'destination',
    rules: ['X1', 'R2'],
    message: p => `The private key of destination "${p.destination}" cannot be used${said(p.detail)}.`,
    fix: () => 'Check `key` (the text of a private key, or the path of its file) and `passphrase`.',
  }),
  'destination-host-key-mismatch': entry<{ destination: string; where: string; expected: string; found: string }>({
    kind: 'destination',
    rules: ['X1', 'Q2'],
    message: p =>
      `The server at ${p.where} is not the one that destination "${p.destination}" is pinned to: its host key is ${p.found}, expected ${p.expected}.`,
    fix: p =>
      `If the server's key was really changed (ask who operates it), set \`host_key: "${p.found}"\`. Otherwise somebody may pose as the server: nothing was sent to it.`,
  }),
  'destination-certificate-rejected': entry<AtDestination>({
    kind: 'destination',
    rules: ['X1', 'Q2'],
    message: p => `The certificate of destination "${p.destination}" cannot be trusted at ${p.where}${said(p.detail)}.`,
    fix: () =>
      'If the server is the right one, name its authority in `ca`, its name in `servername`, or pin its certificate with `fingerprint`.',
  }),
  'destination-tls-failed': entry<AtDestination>({
    kind: 'destination',
    rules: ['X1', 'Q2'],
    message: p => `No secure connection to destination "${p.destination}" came about at ${p.where}${said(p.detail)}.`,
    fix: () => 'Check `tls` (explicit or implicit) and `port`: explicit is usually port 21, implicit port 990.',
  }),
  'destination-permission-denied': entry<AtDestination>({
    kind: 'destination',
    rules: ['X2', 'R2'],
    message: p => `Destination "${p.destination}" does not permit writing ${p.where}${said(p.detail)}.`,
    fix: () => 'Have the account given the right to write, rename and delete in this folder, or use another folder.',
  }),
  'destination-folder-missing': entry<AtDestination>({
    kind: 'destination',
    rules: ['X2', 'R2'],
    message: p => `The folder of destination "${p.destination}" is missing: ${p.where}${said(p.detail)}.`,
    fix: () => "Check the destination's `folder`; it must exist, only folders below it are made.",
  }),
  'destination-bucket-missing': entry<AtDestination>({
    kind: 'destination',
    rules: ['X1', 'R2'],
    message: p => `The bucket of destination "${p.destination}" cannot be found: ${p.where}${said(p.detail)}.`,
    fix: () => 'Check `bucket`, `region` and `endpoint` of the destination.',
  }),
  'destination-full': entry<AtDestination>({
    kind: 'destination',
    rules: ['X2', 'R2'],
    message: p => `Destination "${p.destination}" has no room left for ${p.where}${said(p.detail)}.`,
    fix: () => 'Make room there, or have the quota raised, and run it again.',
  }),
  'destination-name-exists': entry<{ destination: string; where: string }>({
    kind: 'destination',
    rules: ['X2'],
    message: p => `Destination "${p.destination}" already holds ${p.where}.`,
    fix: () => 'Remove it there, write another `path`, or set `if_exists` to `overwrite` or `version`.',
  }),
  'destination-rename-refused': entry<AtDestination>({
    kind: 'destination',
    rules: ['X2'],
    message: p =>
      `Destination "${p.destination}" took the file but refused to rename it to ${p.where}${said(p.detail)}; without renaming a receiver could see half a file.`,
    fix: () =>
      'Have the account given the right to rename in this folder. `waybill destination test` shows whether it has it.',
  }),
  'destination-size-mismatch': entry<{
    destination: string;
    where: string;
    expected: number;
    found: number | undefined;
  }>({
    kind: 'destination',
    rules: ['X2'],
    message: p =>
      p.found === undefined
        ? `Destination "${p.destination}" took ${p.expected} bytes, but does not hold ${p.where}.`
        : `Destination "${p.destination}" holds ${p.found} bytes of ${p.where}; ${p.expected} were sent.`,
    fix: () =>
      'The file was not put in place. Run it again; if it stays, the server may be out of room or change what it receives.',
  }),
  'destination-hash-mismatch': entry<{ destination: string; where: string; expected: string; found: string }>({
    kind: 'destination',
    rules: ['X2'],
    message: p =>
      `What arrived at destination "${p.destination}" is not what was sent: ${p.where} has the hash ${p.found}, expected ${p.expected}.`,
    fix: () => 'The file was not put in place. Run it again; if it stays, something on the way changes the bytes.',
  }),
  'destination-no-free-version': entry<{ destination: string; where: string; tried: number }>({
    kind: 'destination',
    rules: ['X2'],
    message: p => `Destination "${p.destination}" already holds ${p.tried} versions of ${p.where}.`,
    fix: () => 'Move old files away, or put a date or `{run.id}` into `path`.',
  }),
  'destination-superseded': entry<{ destination: string; where: string }>({
    kind: 'destination',
    rules: ['R2', 'X2'],
    message: p =>
      `The delivery of ${p.where} to destination "${p.destination}" stopped before the file was put in place: its hidden file was taken away.`,
    fix: () =>
      'Where a later attempt of the same run took over, its outcome counts. Otherwise something on that server removes hidden files: keep it from those that end in `.part`, and run it again.',
  }),
  'destination-refused': entry<AtDestination>({
    kind: 'destination',
    rules: ['X2', 'R2'],
    message: p => `Destination "${p.destination}" refused ${p.where}${said(p.detail)}.`,
    fix: () => "The server's own words say why; `waybill destination test` shows which step it refuses.",
  }),
  'destination-left-behind': entry<{ destination: string; files: readonly string[]; detail: string }>({
    kind: 'destination',
    rules: ['X2'],
    message: p =>
      `Temporary files could not be removed from destination "${p.destination}": ${p.files.join(', ')}${said(p.detail)}.`,
    fix: () => 'Remove them by hand; nobody takes them for the file, since their names begin with a dot.',
  }),
  'destination-already-in-place': entry<{ destination: string; files: readonly string[] }>({
    kind: 'destination',
    rules: ['X2'],
    message: p =>
      `Before the delivery to "${p.destination}" failed, these files were already in place, each of them whole: ${p.files.join(', ')}.`,
    fix: () => 'Rerun the export: it replaces them and adds the rest.',
  }),
  'spool-disk-full': entry<{ path: string; bytes: number }>({
    kind: 'machine',
    rules: ['X4'],
    message: p =>
      `The disk of this machine is full: ${p.bytes} bytes were written to ${p.path} when it ran out of room.`,
    fix: () =>
      'Make room on the disk that holds the artifacts, or move them to a larger one; what was written is deleted.',
  }),
  'spool-failed': entry<{ path: string; detail: string }>({
    kind: 'machine',
    rules: ['X4'],
    message: p => `The file ${p.path} could not be written or read on this machine: ${p.detail}.`,
    fix: () => 'Check that the folder of the artifacts exists and may be written to, and the health of its disk.',
  }),
};
