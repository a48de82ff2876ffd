/** The editor's looks. All colours are the page's variables, so that light and dark need nothing of it. */

import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const wavy = (color: string) => ({
  backgroundImage: 'none',
  paddingBottom: '0',
  textDecoration: `underline wavy var(${color}) 1px`,
  textDecorationSkipInk: 'none',
  textUnderlineOffset: '3px',
});

const looks = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'var(--surface)', fontSize: 'var(--code-size)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55' },
  '.cm-content': { caretColor: 'var(--text)', padding: '8px 0' },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--faint)', border: 'none' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 8px 0 12px', minWidth: '28px' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'var(--active-line)' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--text)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground, ::selection': { backgroundColor: 'var(--selection)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--selection)' },
  '.cm-lintRange-error': wavy('--error'),
  '.cm-lintRange-warning': wavy('--warning'),
  '.cm-lintRange-info': wavy('--info'),
  '.cm-lintRange-active': { backgroundColor: 'transparent' },
  '.sh-selected': { backgroundColor: 'var(--mark)', borderRadius: '2px' },
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    color: 'var(--text)',
    border: '1px solid var(--line)',
    borderRadius: '6px',
    boxShadow: 'var(--shadow)',
    fontFamily: 'var(--sans)',
    maxWidth: 'min(480px, 92vw)',
  },
  '.cm-diagnostic': { padding: '8px 12px', borderLeft: '3px solid transparent', whiteSpace: 'pre-wrap' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--error)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--warning)' },
  '.cm-diagnostic-info': { borderLeftColor: 'var(--info)' },
  '.cm-diagnosticSource': { color: 'var(--muted)', fontSize: '12px', opacity: '1' },
  '.cm-diagnosticAction': {
    backgroundColor: 'var(--accent)',
    color: 'var(--on-accent)',
    borderRadius: '4px',
    padding: '4px 8px',
    margin: '6px 0 4px',
    display: 'block',
  },
  '.cm-panels': { backgroundColor: 'var(--raised)', color: 'var(--text)', borderColor: 'var(--line)' },
  '.cm-textfield': { backgroundColor: 'var(--surface)', color: 'var(--text)', border: '1px solid var(--line)' },
  '.cm-button': {
    backgroundImage: 'none',
    backgroundColor: 'var(--surface)',
    color: 'var(--text)',
    border: '1px solid var(--line)',
  },
  '.cm-searchMatch': { backgroundColor: 'var(--mark)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--selection)' },
  '&.cm-merge-a .cm-changedLine': { backgroundColor: 'var(--removed-line)' },
  '&.cm-merge-b .cm-changedLine': { backgroundColor: 'var(--added-line)' },
  '&.cm-merge-a .cm-changedText': { background: 'var(--removed-text) !important' },
  '&.cm-merge-b .cm-changedText': { background: 'var(--added-text) !important' },
  '&.cm-merge-a .cm-changedLineGutter': { background: 'var(--error) !important' },
  '&.cm-merge-b .cm-changedLineGutter': { background: 'var(--fine) !important' },
});

const colors = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: 'var(--code-keyword)', fontWeight: '600' },
  { tag: [tags.typeName, tags.standard(tags.name)], color: 'var(--code-type)' },
  { tag: tags.className, fontWeight: '600' },
  { tag: [tags.attributeName, tags.meta, tags.function(tags.variableName)], color: 'var(--code-attribute)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-number)' },
  { tag: [tags.comment, tags.docComment, tags.lineComment, tags.blockComment], color: 'var(--muted)', fontStyle: 'italic' },
]);

export const theme: Extension = [looks, syntaxHighlighting(colors)];
