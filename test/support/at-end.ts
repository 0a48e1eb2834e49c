/** What has to be stopped when the whole test run ends; the latest first. */
const endings: (() => Promise<void> | void)[] = [];

export function atEnd(ending: () => Promise<void> | void): void {
  endings.push(ending);
}

/** Runs every ending once, also when one of them fails; the failures come out together. */
export async function runEndings(): Promise<void> {
  const failures: unknown[] = [];
  for (let ending = endings.pop(); ending !== undefined; ending = endings.pop()) {
    try {
      await ending();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Stopping what the tests had started failed');
}
