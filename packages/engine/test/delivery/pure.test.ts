import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkAllowedHost, isAllowedHost } from '../../src/delivery/allowed-hosts.ts';
import { classifyFailure, type Step } from '../../src/delivery/classify-failure.ts';
import { type DestinationConfig, destinationSchema, timeoutMs } from '../../src/delivery/config.ts';
import { buildReceipt, receiptSchema, receiptText } from '../../src/delivery/receipt.ts';
import { DEFAULT_RETRY, delayBefore } from '../../src/delivery/retry.ts';
import { safePath } from '../../src/delivery/safe-path.ts';
import { temporaryPath } from '../../src/delivery/stage-by-rename.ts';
import { versionedPath } from '../../src/delivery/versioned-name.ts';
import { WaybillError } from '../../src/errors/index.ts';
import { make } from './backends.ts';

describe('X2 delivery: paths', () => {
  it('Q2 delivery: a path inside the folder is kept, one leading slash is the folder too', () => {
    for (const [path, kept] of [
      ['x.csv', 'x.csv'],
      ['/a/b/x.csv', 'a/b/x.csv'],
      ['März 2026/Übersicht – 1.csv', 'März 2026/Übersicht – 1.csv'],
      ['a/..b/x..csv', 'a/..b/x..csv'],
      ['😀.csv', '😀.csv'],
    ] as const) {
      assert.equal(safePath(path), kept);
    }
  });

  it('Q2 delivery: nothing leaves the folder, and nothing is a second command', () => {
    const bad = ['', '/', '//x', '..', '../x', 'a/../x', './x', 'a/./x', 'a//x', 'a/', 'a\\..\\x', 'C:/x', 'x\0.csv']
      .concat([
        'x\r\nDELE y',
        'x\n',
        'x\u2028y',
        'x\u0085y',
        '\u202Efdp.csv',
        'a\u200Bb',
        '\uFEFFx',
        ' x',
        'x ',
        'a / b',
        '\ud800',
      ])
      .concat(['x'.repeat(256), `a/${'ü'.repeat(128)}`]);
    for (const path of bad) {
      assert.throws(
        () => safePath(path),
        (error: WaybillError) =>
          error.code === 'destination-path-unsafe' && error.kind === 'input' && !/[\0\r\n\u202e]/.test(error.message),
        JSON.stringify(path),
      );
    }
  });

  it('Q2 delivery: whatever is accepted stays below the folder', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom('..', '.', '/', '\\', 'a', ' ', '\n', ':', '%2e')), parts => {
        let path: string;
        try {
          path = safePath(parts.join(''));
        } catch (error) {
          return error instanceof WaybillError;
        }
        // With `./` before it, since `a:a` alone is an address of another scheme to URL.
        return (
          new URL(`./${encodeURI(path)}`, 'sftp://h/in/').pathname.startsWith('/in/') && !path.split('/').includes('..')
        );
      }),
    ));

  it('X2 delivery: the hidden name is beside the final one, names the run, and is never too long', () => {
    assert.equal(temporaryPath('a/x.csv', 'run-1'), 'a/.x.csv.run-1.part');
    assert.equal(temporaryPath('x.csv', '../r 1'), '.x.csv.---r-1.part');
    const long = temporaryPath(`a/${'ü'.repeat(120)}.csv`, 'run-1');
    assert.match(long, /^a\/\.[0-9a-f]{32}\.run-1\.part$/);
  });

  it('X2 delivery: the version stands before the whole extension', () => {
    for (const [path, version, versioned] of [
      ['x.csv', 1, 'x.csv'],
      ['x.csv', 2, 'x_2.csv'],
      ['a.b/x.csv.gz', 3, 'a.b/x_3.csv.gz'],
      ['x.2026.01.csv.zip.pgp', 2, 'x.2026.01_2.csv.zip.pgp'],
      ['x_0001.ndjson', 2, 'x_0001_2.ndjson'],
      ['plain', 2, 'plain_2'],
      ['x.CSV', 10, 'x_10.CSV'],
      ['.csv', 2, '.csv_2'],
    ] as const) {
      assert.equal(versionedPath(path, version), versioned);
    }
  });
});

describe('Q2 delivery: allowed hosts', () => {
  it('Q2 delivery: hosts match globs, and nothing that only looks like them', () => {
    const list = ['*.partner.example', 'sftp-*.acme.test', '10.0.0.5', '::1'];
    for (const host of [
      'sftp.partner.example',
      'a.b.partner.example',
      'SFTP.Partner.Example.',
      'sftp-7.acme.test',
      '10.0.0.5',
      '[::1]',
    ]) {
      assert.ok(isAllowedHost(host, list), host);
    }
    for (const host of [
      'partner.example',
      'evilpartner.example',
      'sftp.partner.example.evil.test',
      'sftp-7.x.acme.test',
      '10.0.0.50',
      '10a0.0.5',
      '',
    ]) {
      assert.ok(!isAllowedHost(host, list), host);
    }
    assert.ok(isAllowedHost('anything', undefined));
    assert.ok(isAllowedHost('anything.at.all', ['*']));
    assert.ok(!isAllowedHost('anything', []));
  });

  it('Q2 delivery: a host that is not on the list is an error that names both; a local folder has none', () => {
    const sftp = make({ type: 'sftp', host: 'evil.test', user: 'u', password: 'p', host_key: 'any' });
    assert.throws(() => checkAllowedHost(sftp, ['*.good.test']), /partner.*evil\.test/);
    checkAllowedHost(make({ type: 'local', folder: '/srv' }), []);
    const s3 = make({ type: 's3', bucket: 'exports', endpoint: 'https://minio.evil.test:9000' });
    assert.throws(() => checkAllowedHost(s3, ['*.good.test']), /minio\.evil\.test/);
  });
});

describe('X1 delivery: destinations in waybill.yaml', () => {
  const parse = (config: object) => destinationSchema.safeParse(config);
  const sftp = { type: 'sftp', host: 'h.test', user: 'u', key: 'k', host_key: 'SHA256:x' };

  it('X1 delivery: defaults', () => {
    const read = destinationSchema.parse(sftp) as Extract<DestinationConfig, { type: 'sftp' }>;
    assert.equal(read.port, 22);
    assert.equal(read.folder, '/');
    assert.equal(timeoutMs(read.connect_timeout), 20_000);
    assert.equal(timeoutMs('5 min'), 300_000);
    assert.equal(timeoutMs(0.5), 500);
  });

  it('X1 delivery: what is missing, unknown or unsafe is refused at its key', () => {
    const cases: [object, string][] = [
      [{ ...sftp, colour: 1 }, ''],
      [{ ...sftp, host_key: undefined }, 'host_key'],
      [{ ...sftp, key: undefined }, 'password'],
      [{ ...sftp, key: undefined, password: 'p', passphrase: 'x' }, 'passphrase'],
      [{ ...sftp, host: 'sftp://h.test' }, 'host'],
      [{ ...sftp, user: 'u\r\nDELE x' }, 'user'],
      [{ ...sftp, port: 0 }, 'port'],
      [{ ...sftp, connect_timeout: 'soon' }, 'connect_timeout'],
      [{ type: 'ftps', host: 'h', user: 'u', password: 'p', tls: 'none' }, 'tls'],
      [{ type: 'ftps', host: 'h', user: 'u', password: 'p', fingerprint: 'abc' }, 'fingerprint'],
      [{ type: 'ftp', host: 'h', password: 'a\nb' }, 'password'],
      [{ type: 's3', bucket: 'B/..' }, 'bucket'],
      [{ type: 's3', bucket: 'b' }, 'bucket'],
      [{ type: 's3', bucket: 'exports', access_key: 'A' }, 'secret_key'],
      [{ type: 's3', bucket: 'exports', endpoint: 'file:///etc' }, 'endpoint'],
      [{ type: 'scp' }, 'type'],
    ];
    for (const [config, key] of cases) {
      const result = parse(config);
      assert.ok(!result.success, JSON.stringify(config));
      assert.equal(result.error.issues[0]?.path.join('.'), key, JSON.stringify(config));
    }
  });

  it('X1 delivery: every key has a description, which editors show', () => {
    const walk = (schema: Record<string, unknown>, at: string): void => {
      for (const [key, value] of Object.entries((schema.properties ?? {}) as Record<string, Record<string, unknown>>)) {
        assert.ok(value.description, `${at}.${key}`);
      }
    };
    for (const option of destinationSchema.options) {
      walk(option.toJSONSchema({ io: 'input' }) as Record<string, unknown>, String(option.shape.type.value));
    }
  });

  it('X3 delivery: where a file is never shows a secret', () => {
    const secret = 'hunter2';
    for (const config of [
      { ...sftp, password: secret, key: secret, passphrase: secret },
      { type: 'ftps', host: '::1', user: 'u@x', password: secret, folder: 'up/' },
      { type: 's3', bucket: 'exports', prefix: 'p/', access_key: 'A', secret_key: secret },
    ]) {
      assert.ok(!make(config).describe('a/x.csv').includes(secret));
    }
    assert.equal(make({ ...sftp, folder: '/in/' }).describe('a/x.csv'), 'sftp://u@h.test:22/in/a/x.csv');
    const ftps = make({ type: 'ftps', tls: 'implicit', host: '::1', user: 'u@x', password: secret });
    assert.equal(ftps.describe('x.csv'), 'ftps://u%40x@[::1]:990/x.csv');
    assert.equal(make({ type: 's3', bucket: 'exports', prefix: 'p/' }).describe('x.csv'), 's3://exports/p/x.csv');
  });
});

describe('R2 delivery: what failures mean', () => {
  const ftp = (code: number, message: string) => Object.assign(new Error(`${code} ${message}`), { code });
  const errno = (code: string) => Object.assign(new Error(code), { code });
  const level = (name: string, message: string) => Object.assign(new Error(message), { level: name });
  const s3 = (name: string, httpStatusCode: number) =>
    Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });
  const MAY = 'may-pass';
  const NOT = 'cannot-pass';

  const TABLE: readonly (readonly [unknown, Step, string, string])[] = [
    [errno('ECONNREFUSED'), 'connect', 'destination-unreachable', MAY],
    [errno('EAI_AGAIN'), 'connect', 'destination-unreachable', MAY],
    [errno('ECONNRESET'), 'send', 'destination-connection-lost', MAY],
    [errno('ETIMEDOUT'), 'connect', 'destination-timeout', MAY],
    [new AggregateError([errno('EACCES'), errno('ECONNREFUSED')], 'all'), 'connect', 'destination-unreachable', MAY],
    [errno('ENOSPC'), 'send', 'destination-full', NOT],
    [errno('EACCES'), 'send', 'destination-permission-denied', NOT],
    [errno('ENOENT'), 'send', 'destination-folder-missing', NOT],
    [errno('EBUSY'), 'rename', 'destination-busy', MAY],
    [errno('EXDEV'), 'rename', 'destination-rename-refused', NOT],
    [errno('DEPTH_ZERO_SELF_SIGNED_CERT'), 'connect', 'destination-certificate-rejected', NOT],
    [errno('ERR_TLS_CERT_ALTNAME_INVALID'), 'connect', 'destination-certificate-rejected', NOT],
    [errno('CERT_HAS_EXPIRED'), 'connect', 'destination-certificate-rejected', NOT],
    [errno('EPROTO'), 'connect', 'destination-tls-failed', NOT],
    [errno('ERR_SSL_WRONG_VERSION_NUMBER'), 'connect', 'destination-tls-failed', NOT],
    [ftp(421, 'Too many connections'), 'connect', 'destination-busy', MAY],
    [ftp(425, "Can't open data connection"), 'send', 'destination-connection-lost', MAY],
    [ftp(426, 'Failure writing network stream'), 'send', 'destination-connection-lost', MAY],
    [ftp(450, 'File busy'), 'send', 'destination-busy', MAY],
    [ftp(451, 'Local error'), 'send', 'destination-server-error', MAY],
    [ftp(452, 'Insufficient storage'), 'send', 'destination-full', MAY],
    [ftp(530, 'Login incorrect'), 'connect', 'destination-login-failed', NOT],
    [ftp(550, 'Permission denied'), 'send', 'destination-permission-denied', NOT],
    [ftp(550, 'No such file or directory'), 'send', 'destination-folder-missing', NOT],
    [ftp(550, 'Rename failed'), 'rename', 'destination-rename-refused', NOT],
    [ftp(553, 'Could not create file'), 'send', 'destination-permission-denied', NOT],
    [ftp(552, 'Quota exceeded'), 'send', 'destination-full', NOT],
    [ftp(522, 'session reuse required'), 'send', 'destination-tls-failed', NOT],
    [ftp(502, 'Command not implemented'), 'remove', 'destination-refused', NOT],
    [Object.assign(new Error('Permission denied'), { code: 3 }), 'send', 'destination-permission-denied', NOT],
    [Object.assign(new Error('No such file'), { code: 2 }), 'send', 'destination-folder-missing', NOT],
    [Object.assign(new Error('Failure'), { code: 4 }), 'rename', 'destination-rename-refused', NOT],
    [Object.assign(new Error('Failure'), { code: 4 }), 'send', 'destination-server-error', MAY],
    [Object.assign(new Error('Quota'), { code: 15 }), 'send', 'destination-full', NOT],
    [
      level('client-authentication', 'All configured authentication methods failed'),
      'connect',
      'destination-login-failed',
      NOT,
    ],
    [level('client-timeout', 'Timed out while waiting for handshake'), 'connect', 'destination-timeout', MAY],
    [level('protocol', 'Connection lost before handshake'), 'connect', 'destination-unreachable', MAY],
    [level('handshake', 'no matching key exchange algorithm'), 'connect', 'destination-refused', NOT],
    [
      Object.assign(level('disconnect', 'Too many authentication failures'), { code: 2 }),
      'connect',
      'destination-login-failed',
      NOT,
    ],
    [new Error('No response from server'), 'send', 'destination-connection-lost', MAY],
    [new Error('Timeout (control socket)'), 'send', 'destination-timeout', MAY],
    [new Error('Server sent FIN packet unexpectedly, closing connection.'), 'look', 'destination-connection-lost', MAY],
    [s3('SlowDown', 503), 'send', 'destination-busy', MAY],
    [s3('InternalError', 500), 'send', 'destination-server-error', MAY],
    [s3('Unknown', 502), 'send', 'destination-server-error', MAY],
    [s3('TooManyRequests', 429), 'send', 'destination-busy', MAY],
    [Object.assign(s3('TimeoutError', 0), { code: 'ECONNRESET' }), 'send', 'destination-connection-lost', MAY],
    [s3('NoSuchBucket', 404), 'send', 'destination-bucket-missing', NOT],
    [s3('PermanentRedirect', 301), 'send', 'destination-bucket-missing', NOT],
    [s3('SignatureDoesNotMatch', 403), 'send', 'destination-login-failed', NOT],
    [s3('AccessDenied', 403), 'send', 'destination-permission-denied', NOT],
    [s3('PreconditionFailed', 412), 'rename', 'destination-name-exists', NOT],
    [s3('InvalidRequest', 400), 'send', 'destination-refused', NOT],
    [Object.assign(new Error('no'), { name: 'CredentialsProviderError' }), 'send', 'destination-login-failed', NOT],
  ];
  for (const [error, step, code, retry] of TABLE) {
    it(`R2 delivery: ${(error as Error).message} while ${step} is ${code}, ${retry}`, () => {
      const failure = classifyFailure(error, step);
      assert.deepEqual([failure?.code, failure?.retry], [code, retry]);
    });
  }

  it('R2 delivery: a fault of the program is not blamed on the destination', () => {
    assert.equal(classifyFailure(new TypeError('x is not a function'), 'send'), undefined);
  });

  it('R2 delivery: what a server says becomes one line without control characters', () => {
    const failure = classifyFailure(ftp(550, `evil\r\n\u001b[31m${'x'.repeat(1000)}`), 'send');
    assert.ok(failure && !/[\r\n\u001b]/.test(failure.detail) && failure.detail.length <= 301);
  });
});

describe('R2 delivery: waiting between attempts', () => {
  it('R2 delivery: waits grow, are spread, and have a limit', () => {
    assert.equal(delayBefore(1, DEFAULT_RETRY, 0.5), 0);
    assert.equal(delayBefore(2, DEFAULT_RETRY, 0), 1_000);
    assert.equal(delayBefore(2, DEFAULT_RETRY, 0.999999), 2_000);
    assert.equal(delayBefore(3, DEFAULT_RETRY, 0), 4_000);
    assert.equal(delayBefore(20, DEFAULT_RETRY, 0), 30_000);
  });
});

describe('X3 delivery: the receipt', () => {
  it('X3 delivery: totals and duration are worked out, and the text reads back', () => {
    const receipt = buildReceipt({
      export: 'daily',
      run: 'r1',
      status: 'success',
      model: 'transactions',
      timezone: 'Europe/Vienna',
      window: { by: 'event_date', from: '2026-10-24T00:00:00+02:00', to: '2026-10-25T00:00:00+02:00' },
      files: [
        { name: 'x_0001.csv', bytes: 10, rows: 2, sha256: 'a'.repeat(64) },
        { name: 'x_0002.csv', bytes: 5, rows: 1 },
      ],
      deliveries: [],
      columns: [{ header: 'Id', type: 'integer' }],
      guardedCells: 1,
      warnings: [],
      started: new Date('2026-10-25T01:00:00Z'),
      finished: new Date('2026-10-25T01:00:01.500Z'),
    });
    assert.deepEqual([receipt.rows, receipt.bytes, receipt.seconds, receipt.warnings], [3, 15, 1.5, []]);
    assert.deepEqual(receiptSchema.parse(JSON.parse(receiptText(receipt))), receipt);
    assert.ok(receiptText(receipt).endsWith('}\n'));
  });
});
