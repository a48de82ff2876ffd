/**
 * What the extension and the language server say to each other beyond the Language Server Protocol. The server's side of
 * it is `lsp/`.
 */

/** A file as the client read it. Without a text and without a reason it is gone. */
export interface HandedFile {
  uri: string;
  text: string | null;
  /** Why it could not be read. */
  unreadable?: string;
}

/** Client to server, `shoring/files`: files as they are on the disk. */
export interface Files {
  files: HandedFile[];
  /** This is all there is: what was handed over before is forgotten. */
  complete: boolean;
}

/** Client to server, `shoring/base`: the state that a workspace folder's changes are compared with. */
export type Base =
  | { folder: string; name: string; commit: string; evidence: string; files: { uri: string; text: string }[] }
  | { folder: string; files: null; reason: string };

/** Server to client, `shoring/baseWanted`: the revision that settings or `shoring.toml` name. */
export interface BaseWanted {
  folder: string;
  revision: string | null;
  /** What names it. */
  evidence: string | null;
}

/** Server to client, `shoring/status`: what is known of an open document. */
export interface Status {
  uri: string;
  target: { name: string; evidence: string } | null;
  summary: Summary;
  base: { name: string; evidence: string; commit?: string } | null;
  /** Why there is no base. */
  baseReason: string | null;
  /** Blocks or statements that were understood, of all. */
  understood: number;
  total: number;
  milliseconds?: number;
}

export interface Summary {
  errors: number;
  warnings: number;
  infos: number;
}

/** The answer to `shoring/lintWorkspace`. */
export interface WorkspaceLinted {
  summary: Summary;
  states: number;
}

/** The answer to `shoring/diff`; null where there is no base. */
export interface Diff {
  base: {
    name: string;
    /** This very file at the base; null where it was not there. */
    text: string | null;
  };
  /** What the change does, as a page. */
  markdown: string;
  /** The statements, where they can be written. */
  sql: string | null;
}

/** The answer to `shoring/explain`. */
export interface Explanation {
  markdown: string;
}

/** The settings as the server knows them, in `initializationOptions` and in `workspace/didChangeConfiguration`. */
export interface Settings {
  target: string;
  config: string;
  base: string;
  run: 'onType' | 'onSave';
  inlayHints: { databaseTypes: boolean };
  alsoReportedByPrisma: 'hide' | 'show';
  /** Prisma's own extension is there and looks at schemas. */
  prismaIsActive: boolean;
}

/** What a client tells of itself when a server begins. */
export interface InitializationOptions extends Settings {
  /** Files are handed over: the server reads none. */
  files: 'client';
  /** The client shows the pages of rules. */
  pages: 'client';
}
