/**
 * The editors: one text to look at, two to compare. They live in a shadow root, where CodeMirror hands its style sheets to the
 * browser as objects: the page's policy then needs no exception for inline styles.
 */

import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { MySQL, sql } from '@codemirror/lang-sql';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { type Diagnostic, setDiagnostics } from '@codemirror/lint';
import { MergeView } from '@codemirror/merge';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { ChangeSet, Compartment, EditorState, type Extension, StateEffect, StateField, Transaction } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import type { TextEdit } from 'shoring';
import type { DocName, Language, Mode } from '../engine/protocol';
import { prisma } from './prisma';
import { theme } from './theme';

export interface Listener {
  /** A text was changed, by whatever. */
  changed(doc: DocName, edits: TextEdit[]): void;
  /** The cursor went to another place of a text. */
  moved(doc: DocName, at: number): void;
  /** Whether a text may become this long; the listener tells why not. */
  accepts(length: number): boolean;
  /** F8 and Shift-F8. */
  step(by: 1 | -1): void;
}

/** What the editors begin with. */
export interface Start {
  language: Language;
  text: string;
}

const LABELS: Record<DocName, string> = { schema: 'Schema', base: 'Base: the state before', head: 'Head: the state after' };

/** A transaction that is no edit of a person: a text that was opened. */
const opened = Transaction.userEvent.of('open');

const setMark = StateEffect.define<{ from: number; to: number } | null>();

/** The place of the finding that is looked at. */
const mark = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let now = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setMark)) continue;
      now =
        effect.value && effect.value.from < effect.value.to
          ? Decoration.set([Decoration.mark({ class: 'sh-selected' }).range(effect.value.from, effect.value.to)])
          : Decoration.none;
    }
    return now;
  },
  provide: (field) => EditorView.decorations.from(field),
});

interface Pane {
  view: EditorView;
  language: Compartment;
  /** What was typed since the findings that are shown. */
  since: ChangeSet;
}

function grammar(language: Language): Extension {
  return language === 'prisma' ? prisma : sql({ dialect: MySQL, upperCaseKeywords: true });
}

export class Panes {
  readonly #root: ShadowRoot;
  readonly #boxes: Record<Mode, HTMLElement>;
  readonly #panes = new Map<DocName, Pane>();
  readonly #listener: Listener;
  readonly #start: (doc: DocName) => Start;

  constructor(host: HTMLElement, start: (doc: DocName) => Start, listener: Listener) {
    this.#root = host.attachShadow({ mode: 'open' });
    this.#listener = listener;
    this.#start = start;
    const style = new CSSStyleSheet();
    style.replaceSync(LAYOUT);
    this.#root.adoptedStyleSheets = [style];
    const box = (mode: Mode) => {
      const element = document.createElement('div');
      element.className = `box ${mode}`;
      element.hidden = true;
      this.#root.append(element);
      return element;
    };
    this.#boxes = { lint: box('lint'), diff: box('diff') };
  }

  /** Shows the editors of a mode; made when they are first needed. */
  show(mode: Mode): void {
    this.#boxes.lint.hidden = mode !== 'lint';
    this.#boxes.diff.hidden = mode !== 'diff';
    if (mode === 'lint' && !this.#panes.has('schema')) {
      const { config, language } = this.#config('schema');
      const view = new EditorView({ ...config, parent: this.#boxes.lint, root: this.#root });
      this.#add('schema', view, language);
    }
    if (mode === 'diff' && !this.#panes.has('head')) {
      const base = this.#config('base');
      const head = this.#config('head');
      const merge = new MergeView({
        a: base.config,
        b: head.config,
        parent: this.#boxes.diff,
        root: this.#root,
        // Of two texts that have little in common, a rough comparison will do.
        diffConfig: { scanLimit: 500, timeout: 20 },
      });
      this.#add('base', merge.a, base.language);
      this.#add('head', merge.b, head.language);
    }
  }

  /** On a narrow screen, which of the two texts is seen. */
  showSide(side: 'base' | 'head'): void {
    this.#boxes.diff.dataset.side = side;
  }

  #add(doc: DocName, view: EditorView, language: Compartment): void {
    this.#panes.set(doc, { view, language, since: ChangeSet.empty(view.state.doc.length) });
  }

  #config(doc: DocName): { config: { doc: string; extensions: Extension }; language: Compartment } {
    const start = this.#start(doc);
    const language = new Compartment();
    const step = (by: 1 | -1) => () => {
      this.#listener.step(by);
      return true;
    };
    const extensions: Extension = [
      lineNumbers(),
      highlightActiveLineGutter(),
      highlightSpecialChars(),
      history(),
      indentOnInput(),
      indentUnit.of('  '),
      bracketMatching(),
      highlightActiveLine(),
      highlightSelectionMatches(),
      keymap.of([{ key: 'F8', run: step(1), shift: step(-1) }, ...defaultKeymap, ...searchKeymap, ...historyKeymap]),
      mark,
      theme,
      language.of(grammar(start.language)),
      EditorView.contentAttributes.of({ 'aria-label': LABELS[doc], tabindex: '0', spellcheck: 'false', autocapitalize: 'off' }),
      EditorState.transactionFilter.of((transaction) => {
        if (!transaction.docChanged || transaction.newDoc.length <= transaction.startState.doc.length) return transaction;
        return this.#listener.accepts(transaction.newDoc.length) ? transaction : [];
      }),
      EditorView.updateListener.of((update) => {
        const pane = this.#panes.get(doc);
        if (update.docChanged) {
          if (pane) pane.since = pane.since.compose(update.changes);
          const edits: TextEdit[] = [];
          update.changes.iterChanges((start, end, _from, _to, text) => edits.push({ start, end, text: text.toString() }));
          this.#listener.changed(doc, edits);
        }
        if (update.selectionSet && !update.transactions.some((it) => it.isUserEvent('open'))) {
          this.#listener.moved(doc, update.state.selection.main.head);
        }
      }),
    ];
    return { config: { doc: start.text, extensions }, language };
  }

  /** A text as it is now. */
  text(doc: DocName): string {
    return this.#panes.get(doc)?.view.state.doc.toString() ?? this.#start(doc).text;
  }

  isEmpty(doc: DocName): boolean {
    const state = this.#panes.get(doc)?.view.state;
    return !state || state.doc.length === 0;
  }

  /** A piece of a text, as long as it is there. */
  slice(doc: DocName, from: number, to: number): string {
    const state = this.#panes.get(doc)?.view.state;
    if (!state) return '';
    const end = state.doc.length;
    return state.sliceDoc(Math.min(from, end), Math.min(to, end));
  }

  /** Puts another text in place of one: one step to undo. */
  replace(doc: DocName, text: string): void {
    const pane = this.#panes.get(doc);
    if (!pane) return;
    const { view } = pane;
    view.dispatch({
      changes: { from: 0, to: view.state.doc.length, insert: text },
      selection: { anchor: 0 },
      annotations: opened,
      scrollIntoView: true,
    });
  }

  speak(doc: DocName, language: Language): void {
    const pane = this.#panes.get(doc);
    pane?.view.dispatch({ effects: pane.language.reconfigure(grammar(language)) });
  }

  /** Shows findings of the text as it is now. */
  findings(doc: DocName, diagnostics: readonly Diagnostic[]): void {
    const pane = this.#panes.get(doc);
    if (!pane) return;
    const { state } = pane.view;
    const end = state.doc.length;
    pane.since = ChangeSet.empty(end);
    const inside = diagnostics.map((it) => ({ ...it, from: Math.min(it.from, end), to: Math.min(it.to, end) }));
    pane.view.dispatch(setDiagnostics(state, inside));
  }

  /** Where a place of the findings that are shown is now. */
  now(doc: DocName, at: number): number {
    const since = this.#panes.get(doc)?.since;
    return since && at <= since.length ? since.mapPos(at) : at;
  }

  /** Marks a place; of no other place is one marked. */
  mark(doc: DocName, from: number, to: number, goThere: boolean): void {
    this.unmark();
    const pane = this.#panes.get(doc);
    if (!pane) return;
    const end = pane.view.state.doc.length;
    const range = { from: Math.min(this.now(doc, from), end), to: Math.min(this.now(doc, to), end) };
    pane.view.dispatch({
      effects: goThere ? [setMark.of(range), EditorView.scrollIntoView(range.from, { y: 'center' })] : setMark.of(range),
      ...(goThere ? { selection: { anchor: range.from }, annotations: opened } : {}),
    });
  }

  unmark(): void {
    for (const { view } of this.#panes.values()) {
      if (view.state.field(mark).size > 0) view.dispatch({ effects: setMark.of(null) });
    }
  }

  /** Applies edits of the findings that are shown: one step to undo. False where the text there is another by now. */
  apply(doc: DocName, edits: readonly TextEdit[]): boolean {
    const pane = this.#panes.get(doc);
    if (!pane) return false;
    if (edits.some(({ start, end }) => end > pane.since.length || pane.since.touchesRange(start, end))) return false;
    const changes = edits.map(({ start, end, text }) => ({ from: this.now(doc, start), to: this.now(doc, end), insert: text }));
    pane.view.dispatch({ changes, userEvent: 'input.fix', scrollIntoView: false });
    return true;
  }

  /** Applies rounds of edits, those of a round after the ones before: one step to undo. */
  applyRounds(doc: DocName, rounds: readonly (readonly TextEdit[])[]): void {
    const pane = this.#panes.get(doc);
    if (!pane) return;
    let all = ChangeSet.empty(pane.view.state.doc.length);
    for (const round of rounds) {
      const changes = round.map(({ start, end, text }) => ({ from: start, to: end, insert: text }));
      all = all.compose(ChangeSet.of(changes, all.newLength));
    }
    pane.view.dispatch({ changes: all, userEvent: 'input.fix' });
  }

  hasFocus(): boolean {
    return this.#root.activeElement !== null;
  }

  focus(doc: DocName): void {
    this.#panes.get(doc)?.view.focus();
  }
}

const LAYOUT = `
:host { display: block; min-height: 0; height: 100%; }
.box { height: 100%; }
.box[hidden] { display: none; }
.cm-mergeView { height: 100%; overflow-y: auto; }
.cm-mergeViewEditors { min-height: 100%; }
.cm-mergeViewEditor + .cm-mergeViewEditor { border-left: 1px solid var(--line); }
@media (max-width: 720px) {
  .diff:not([data-side="base"]) .cm-mergeViewEditor:first-child,
  .diff[data-side="base"] .cm-mergeViewEditor:last-child { display: none; }
  .cm-mergeViewEditor + .cm-mergeViewEditor { border-left: none; }
}
`;
