/**
 * Documents whose file has gone while they were open. VS Code keeps showing the text; to the server it is closed, so that a file which another
 * program has moved is not there twice. Whoever goes on writing in it has it again.
 */

import { type TextDocument, workspace } from 'vscode';
import {
  type BaseLanguageClient,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  type Middleware,
} from 'vscode-languageclient';
import type { HandedFile } from './protocol';

export class Gone {
  readonly #client: () => BaseLanguageClient | undefined;
  readonly #gone = new Set<string>();

  constructor(client: () => BaseLanguageClient | undefined) {
    this.#client = client;
  }

  /** A new server is told of all open documents. */
  forget(): void {
    this.#gone.clear();
  }

  /** These files are handed over: some of them may have gone, or have come back. */
  async note(files: readonly HandedFile[]): Promise<void> {
    for (const { uri, text, unreadable } of files) {
      const document = workspace.textDocuments.find((it) => it.uri.toString() === uri);
      const client = this.#client();
      if (!document || !client) continue;
      const isGone = text === null && unreadable === undefined;
      if (isGone && !document.isDirty && !this.#gone.has(uri)) {
        this.#gone.add(uri);
        const params = client.code2ProtocolConverter.asCloseTextDocumentParams(document);
        await client.sendNotification(DidCloseTextDocumentNotification.type, params);
      } else if (!isGone && this.#gone.delete(uri)) await this.#open(document);
    }
  }

  readonly middleware: Middleware = {
    didChange: async (event, next) =>
      this.#gone.delete(event.document.uri.toString()) ? this.#open(event.document) : next(event),
    didClose: async (document, next) => (this.#gone.delete(document.uri.toString()) ? undefined : next(document)),
    didSave: async (document, next) => {
      if (this.#gone.delete(document.uri.toString())) await this.#open(document);
      await next(document);
    },
  };

  async #open(document: TextDocument): Promise<void> {
    const client = this.#client();
    if (!client) return;
    const params = client.code2ProtocolConverter.asOpenTextDocumentParams(document);
    await client.sendNotification(DidOpenTextDocumentNotification.type, params);
  }
}
