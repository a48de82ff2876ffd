/**
 * Colours for Prisma schemas where Prisma's extension is not installed, as in vscode.dev, where it does not run. They are semantic tokens and no
 * grammar: VS Code takes one grammar a language, and ours would take the place of Prisma's.
 */

import {
  type Disposable,
  type DocumentSemanticTokensProvider,
  extensions,
  languages,
  type SemanticTokens,
  SemanticTokensBuilder,
  SemanticTokensLegend,
  type TextDocument,
} from 'vscode';
import { PRISMA } from './settings';

const TYPES = [
  'comment',
  'string',
  'number',
  'keyword',
  'type',
  'property',
  'decorator',
  'function',
  'parameter',
  'enumMember',
] as const;
type Type = (typeof TYPES)[number];

const HEAD = /^\s*(model|view|type|enum|datasource|generator)\s+([\p{L}\w]+)/u;
const FIELD = /^\s*([\p{L}\w]+)\s+([\p{L}\w]+)/u;
const FIRST = /^\s*([\p{L}\w]+)/u;
/** What stands behind the beginning of a line; the first that fits. */
const REST: readonly [Type, RegExp][] = [
  ['decorator', /@@?[\p{L}\w.]+/uy],
  ['parameter', /[\p{L}\w]+(?=\s*:)/uy],
  ['function', /[\p{L}\w]+(?=\s*\()/uy],
  ['keyword', /(true|false)(?![\p{L}\w])/uy],
  ['number', /-?\d+(\.\d+)?(?![\p{L}\w])/uy],
];
const WORD = /[\p{L}\w]+/uy;

export class Colours implements Disposable, DocumentSemanticTokensProvider {
  #registration: Disposable | undefined;
  readonly #watch: Disposable;

  constructor() {
    this.#watch = extensions.onDidChange(() => this.#look());
    this.#look();
  }

  dispose(): void {
    this.#watch.dispose();
    this.#registration?.dispose();
  }

  #look(): void {
    const isNeeded = extensions.getExtension(PRISMA) === undefined;
    if (isNeeded === (this.#registration !== undefined)) return;
    this.#registration?.dispose();
    this.#registration = isNeeded
      ? languages.registerDocumentSemanticTokensProvider({ language: 'prisma' }, this, new SemanticTokensLegend([...TYPES]))
      : undefined;
  }

  provideDocumentSemanticTokens(document: TextDocument): SemanticTokens {
    const tokens = new SemanticTokensBuilder();
    // The word that the block begins with, which says what a line in it is made of.
    let block = '';
    let isComment = false;
    for (let line = 0; line < document.lineCount; line += 1) {
      const { text } = document.lineAt(line);
      const put = (type: Type, start: number, end: number) => tokens.push(line, start, end - start, TYPES.indexOf(type), 0);
      let at = 0;
      if (!isComment) {
        const head = HEAD.exec(text);
        const names = (found: RegExpExecArray | null, ...types: Type[]) => {
          for (const [index, type] of types.entries()) {
            const word = found?.[index + 1];
            if (word === undefined) return;
            const start = text.indexOf(word, at);
            at = start + word.length;
            put(type, start, at);
          }
        };
        if (block === '' && head) {
          names(head, 'keyword', 'type');
          block = head[1] ?? '';
        } else if (block === 'enum') names(FIRST.exec(text), 'enumMember');
        else if (block === 'datasource' || block === 'generator') names(FIRST.exec(text), 'property');
        else if (block !== '') names(FIELD.exec(text), 'property', 'type');
      }
      while (at < text.length) {
        if (isComment || text.startsWith('/*', at)) {
          const end = text.indexOf('*/', isComment ? at : at + 2);
          isComment = end < 0;
          put('comment', at, isComment ? text.length : end + 2);
          at = isComment ? text.length : end + 2;
        } else if (text.startsWith('//', at)) {
          put('comment', at, text.length);
          at = text.length;
        } else if (text[at] === '"') {
          const end = endOfString(text, at);
          put('string', at, end);
          at = end;
        } else {
          if (text[at] === '}') block = '';
          const fits = REST.map(([type, pattern]) => [type, endOf(pattern, text, at)] as const).find(
            ([, end]) => end !== undefined,
          );
          if (fits?.[1] !== undefined) put(fits[0], at, fits[1]);
          at = fits?.[1] ?? endOf(WORD, text, at) ?? at + 1;
        }
      }
    }
    return tokens.build();
  }
}

/** Where a pattern ends that fits at a place. */
function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}
