import * as vscode from 'vscode';

/** Asks before something that cannot be taken back; throws `CancellationError` when the person does not agree. */
export async function agree(question: string, detail: string, action: string): Promise<void> {
  const picked = await vscode.window.showWarningMessage(question, { modal: true, detail }, action);
  if (picked !== action) throw new vscode.CancellationError();
}

/** What a person typed or picked; throws `CancellationError` when there is nothing. */
export function given<T>(answer: T | undefined): T {
  if (answer === undefined) throw new vscode.CancellationError();
  return answer;
}

/** Why a file in quarantine is decided about as it is, for the audit log; as the body of the decision. */
export async function askReason(title: string, why: string): Promise<{ readonly reason?: string }> {
  const prompt = `${why}; kept in the audit log. May be empty.`;
  const reason = given(await vscode.window.showInputBox({ title, prompt }));
  return reason === '' ? {} : { reason };
}
