import assert from 'node:assert/strict';
import { DeliveryError } from '../../src/delivery/index.ts';
import { type Code, failureMayPass, problem, WaybillError } from '../../src/index.ts';

const detail = { destination: 'd', where: 'w', detail: '' };
const at = (code: 'destination-unreachable' | 'destination-login-failed', retry: 'may-pass' | 'cannot-pass') =>
  new DeliveryError([problem(code, detail)], retry, undefined);
const plain = (code: Code) => new WaybillError([{ code, kind: 'source', severity: 'error', message: code, fix: '' }]);
const passing = at('destination-unreachable', 'may-pass');
const lasting = at('destination-login-failed', 'cannot-pass');
/** As a run throws what several destinations said. */
const together = (...errors: WaybillError[]) =>
  new WaybillError([problem('destination-unreachable', detail)], { cause: new AggregateError(errors) });
const stopped = new WaybillError([problem('interrupted', { what: 'The run' })], { cause: passing });

const TABLE: readonly (readonly [string, unknown, boolean])[] = [
  ['a server that is down', passing, true],
  ['a wrong password', lasting, false],
  ['a server that is down, with remarks', new WaybillError(passing.problems, { cause: passing }), true],
  ['two destinations, one of which may pass', together(lasting, passing), true],
  ['two destinations, none of which may pass', together(lasting, lasting), false],
  ['a lost connection to the source', plain('source-connection-lost'), true],
  ['a query that the source does not understand', plain('source-sql'), false],
  ['a file that arrived too short', plain('destination-size-mismatch'), true],
  ['a hidden file that was taken away', plain('destination-superseded'), true],
  ['a full disk here', plain('spool-disk-full'), true],
  ['a made file that is gone', plain('made-file-gone'), false],
  ['a mistake in the definition', plain('unknown-field'), false],
  ['an interruption, whatever it met', stopped, false],
  ['a fault of the program', new Error('bug'), false],
];

describe('failureMayPass', () => {
  for (const [what, error, expected] of TABLE) {
    it(`R2 ${what}: ${expected ? 'a later attempt may help' : 'no attempt helps'}`, () => {
      assert.equal(failureMayPass(error), expected);
    });
  }
});
