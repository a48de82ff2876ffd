/** What is used of VS Code's own git extension, `vscode.git`: its interface, version 1, as far as we need it. */

import type { Event, Uri } from 'vscode';

export interface GitExtension {
  readonly enabled: boolean;
  readonly onDidChangeEnablement: Event<boolean>;
  getAPI(version: 1): Git;
}

export interface Git {
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: Event<'uninitialized' | 'initialized'>;
  readonly onDidOpenRepository: Event<Repository>;
  readonly onDidCloseRepository: Event<Repository>;
  getRepository(uri: Uri): Repository | null;
}

export interface Repository {
  readonly rootUri: Uri;
  readonly state: {
    readonly HEAD: { readonly name?: string; readonly commit?: string } | undefined;
    readonly remotes: readonly { readonly name: string }[];
    readonly onDidChange: Event<void>;
  };
  getCommit(revision: string): Promise<{ readonly hash: string }>;
  getMergeBase(one: string, other: string): Promise<string | undefined>;
  /** What differs between a commit and the files as they are. */
  diffWith(commit: string): Promise<readonly { readonly originalUri: Uri }[]>;
  /** The text of a file at a commit. Fails where it was not there. */
  show(commit: string, path: string): Promise<string>;
}

/** Whether that is what git says of a path that a commit does not have. */
export function saysItIsNotThere(error: unknown): boolean {
  const { gitErrorCode, stderr, message } = Object(error) as { gitErrorCode?: unknown; stderr?: unknown; message?: unknown };
  if (gitErrorCode === 'UnknownPath' || gitErrorCode === 'WrongCase') return true;
  return /does not exist in|exists on disk, but not in|not known by git/.test(`${String(stderr)} ${String(message)}`);
}
