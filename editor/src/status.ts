/** The status item: which database the schema in the editor is taken for, and what that rests on. */

import {
  type Disposable,
  MarkdownString,
  StatusBarAlignment,
  type TextDocument,
  ThemeColor,
  type Uri,
  window,
  workspace,
} from 'vscode';
import type { Status, Summary } from './protocol';

export type ServerState = 'starting' | 'running' | 'stopped';

export class StatusItem implements Disposable {
  readonly #item = window.createStatusBarItem('shoring.target', StatusBarAlignment.Right, 100);
  readonly #of = new Map<string, Status>();
  readonly #things: Disposable[];
  readonly #isOurs: (document: TextDocument) => boolean;
  readonly #leftOut: () => readonly string[];
  #server: ServerState = 'starting';
  #reason = '';

  /** `isOurs` tells of a document whether it is looked at; `leftOut` which files are not, a sentence each. */
  constructor(isOurs: (document: TextDocument) => boolean, leftOut: () => readonly string[]) {
    this.#isOurs = isOurs;
    this.#leftOut = leftOut;
    this.#item.name = 'Shoring';
    this.#item.command = 'shoring.showMenu';
    this.#things = [
      window.onDidChangeActiveTextEditor(() => this.show()),
      workspace.onDidCloseTextDocument(({ uri }) => this.#of.delete(uri.toString())),
    ];
    this.show();
  }

  dispose(): void {
    for (const thing of this.#things) thing.dispose();
    this.#item.dispose();
  }

  /** What the server says of a document. */
  set(status: Status): void {
    this.#of.set(status.uri, status);
    this.show();
  }

  /** What is known of a document. */
  get(uri: Uri): Status | undefined {
    return this.#of.get(uri.toString());
  }

  /** How the server is; `reason` says why it stopped. */
  setServer(state: ServerState, reason = ''): void {
    this.#server = state;
    this.#reason = reason;
    if (state !== 'running') this.#of.clear();
    this.show();
  }

  show(): void {
    const document = window.activeTextEditor?.document;
    if (!document || !this.#isOurs(document)) return this.#item.hide();
    const status = this.get(document.uri);
    this.#item.backgroundColor = this.#server === 'stopped' ? new ThemeColor('statusBarItem.errorBackground') : undefined;
    if (this.#server === 'stopped') {
      this.#item.text = '$(error) Shoring';
      this.#item.tooltip = `Shoring has stopped: ${this.#reason}`;
    } else if (this.#server === 'starting' || !status) {
      this.#item.text = '$(loading~spin) Shoring';
      this.#item.tooltip = 'Shoring is looking at it';
    } else {
      this.#item.text = `$(database) ${status.target?.name ?? 'no target'}`;
      this.#item.tooltip = this.#tooltip(status);
    }
    const { text } = this.#item;
    this.#item.accessibilityInformation = { label: `Shoring: ${text.replace(/\$\([^)]*\) ?/, '')}` };
    this.#item.show();
  }

  #tooltip(status: Status): MarkdownString {
    const { target, base, baseReason, summary, understood, total } = status;
    const text = new MarkdownString();
    const line = (label: string, words: string) => {
      text.appendMarkdown(`**${label}** `);
      text.appendText(words);
      text.appendMarkdown('\n\n');
    };
    line('Target', target ? withEvidence(target.name, target.evidence) : 'none: nothing tells which database this is');
    line('Found', counted(summary));
    if (base) line('Base', withEvidence(base.commit ? `${base.name} at ${base.commit.slice(0, 7)}` : base.name, base.evidence));
    else line('Base', `none: ${baseReason ?? 'nobody said what to compare with'}`);
    line(
      'Understood',
      understood === total ? `all ${total}` : `${understood} of ${total}; what was not is unknown, not absent`,
    );
    const leftOut = this.#leftOut();
    if (leftOut.length > 0)
      line('Left out', `${leftOut[0]}${leftOut.length > 1 ? ` (and ${leftOut.length - 1} more: see the log)` : ''}`);
    return text;
  }
}

function withEvidence(what: string, evidence: string): string {
  return evidence === '' ? what : `${what} (${evidence})`;
}

/** "2 errors, 1 warning", or "nothing". */
export function counted({ errors, warnings, infos }: Summary): string {
  const parts = [
    [errors, 'error'],
    [warnings, 'warning'],
    [infos, 'info'],
  ] as const;
  const words = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}${count === 1 ? '' : 's'}`);
  return words.join(', ') || 'nothing';
}
