/**
 * Documents that are on no disk: a file as it was at the base, what a change does, its SQL, the page of a rule. Their
 * addresses say what they are made of, so that VS Code can open them again.
 */

import { type Disposable, EventEmitter, type TextDocumentContentProvider, Uri, workspace } from 'vscode';
import { nameOf } from './kinds';
import type { Diff, Explanation } from './protocol';

/** The scheme of their addresses. */
export const SCHEME = 'shoring';

/** What the server is asked. */
export interface Asks {
  diff(uri: string): Promise<Diff | null>;
  explain(rule: string): Promise<Explanation | null>;
}

type Kind = 'base' | 'change' | 'sql';

/** The address of a page about a document. Its name is what tabs show, its end what VS Code takes its language from. */
export function pageOf(kind: Kind, document: Uri): Uri {
  const name = nameOf(document);
  const path = { base: document.path, change: `/Change of ${name}.md`, sql: `/Change of ${name}.sql` }[kind];
  return Uri.from({ scheme: SCHEME, authority: kind, path, query: document.toString() });
}

export function pageOfRule(rule: string): Uri {
  return Uri.from({ scheme: SCHEME, authority: 'rule', path: `/${rule}.md` });
}

/** The document that a page is about; the one itself where it is no page. */
export function documentOf(uri: Uri): Uri {
  return uri.scheme === SCHEME && uri.query !== '' ? Uri.parse(uri.query) : uri;
}

export class Pages implements TextDocumentContentProvider, Disposable {
  readonly #asks: Asks;
  readonly #changed = new EventEmitter<Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #registration: Disposable;

  constructor(asks: Asks) {
    this.#asks = asks;
    this.#registration = workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  /** A document was looked at again: the pages about it that are open may say something else now. */
  refresh(document: string): void {
    for (const { uri } of workspace.textDocuments) {
      if (uri.scheme === SCHEME && documentOf(uri).toString() === document) this.#changed.fire(uri);
    }
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    if (uri.authority === 'rule') {
      const rule = nameOf(uri).replace(/\.md$/, '');
      return (await this.#asks.explain(rule))?.markdown ?? `There is no rule called \`${rule}\`.\n`;
    }
    const diff = await this.#asks.diff(documentOf(uri).toString());
    if (uri.authority === 'base') return diff?.base.text ?? '';
    if (diff === null) return 'There is nothing to compare with any more.\n';
    if (uri.authority === 'change') return diff.markdown;
    return diff.sql ?? '-- this change has no statements\n';
  }
}
