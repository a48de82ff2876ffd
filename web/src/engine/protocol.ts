/** What the page and the engine's worker say to each other. */

import type { Code, Options, Report, TextEdit } from 'shoring';

export type Language = 'prisma' | 'sql';
export type Mode = 'lint' | 'diff';

/** The texts of the page: the one that is looked at, and the two that are compared. */
export type DocName = 'schema' | 'base' | 'head';

/** The texts that a mode looks at; the last is the one that fixes change. */
export const DOCS: Record<Mode, readonly DocName[]> = { lint: ['schema'], diff: ['base', 'head'] };

export const ALL_DOCS: readonly DocName[] = ['schema', 'base', 'head'];

/** What a text is called in reports. */
export function pathOf(doc: DocName, language: Language): string {
  return `${doc}.${language}`;
}

/** The text that a report means by a path. */
export function docOf(path: string): DocName | undefined {
  const name = path.slice(0, path.lastIndexOf('.'));
  return name === 'schema' || name === 'base' || name === 'head' ? name : undefined;
}

export type Request =
  | { kind: 'open'; doc: DocName; language: Language; text: string }
  | { kind: 'change'; doc: DocName; edits: TextEdit[] }
  | { kind: 'look'; id: number; mode: Mode; options: Options }
  | { kind: 'settle'; id: number; options: Options };

/** What was refused, or went wrong. */
export interface Trouble {
  code: Code | 'not-loaded';
  message: string;
  help?: string;
}

export type Answer =
  | { kind: 'report'; id: number; report: Report; milliseconds: number }
  /** Rounds of edits; those of a round name places of the text after the round before. */
  | { kind: 'settled'; id: number; rounds: TextEdit[][] }
  | { kind: 'trouble'; id: number; trouble: Trouble }
  /** This worker answers nothing any more. */
  | { kind: 'ended'; trouble: Trouble };
