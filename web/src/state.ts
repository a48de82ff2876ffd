/** What the page knows, and what can be done with it. Views read the signals; nothing else changes them. */

import { batch, computed, signal } from '@preact/signals';
import examples from 'virtual:examples';
import type { Finding, Fix, Options, Report, TextEdit } from 'shoring';
import type { Example } from './example';
import { Engine } from './engine/client';
import { ALL_DOCS, docOf, DOCS, type DocName, type Language, type Mode, type Trouble } from './engine/protocol';
import { Panes } from './editor/panes';
import { languageOf, readText, Refused, tooLong } from './intake';
import {
  isLink,
  keepBefore,
  linkOf,
  load,
  loadBefore,
  MAX_CHARACTERS,
  openLink,
  save,
  type Saved,
  type Summary,
  type SavedText,
} from './share';

/** The pause of typing after which the text is kept. */
const SAVE_AFTER = 500;

/** A text, but for the text itself, which is the editor's. */
export interface DocState {
  name: string;
  language: Language;
}

/** What the engine said last about a mode. */
export interface Looked {
  report: Report;
  milliseconds: number;
}

/** A word to the person. */
export interface Notice {
  kind: 'fine' | 'trouble';
  text: string;
  /** Something to read or to take along. */
  code?: string;
  action?: { name: string; run: () => void };
}

/** How many findings are shown at first, and with each "more". */
export const PAGE = 50;

const first =
  load() ??
  stateOf(
    examples[0],
    examples.find((it) => it.base),
  );

export const mode = signal<Mode>(first.mode);
/** The chosen target; empty: inferred. */
export const target = signal(first.target ?? '');
export const docs = signal<Record<DocName, DocState>>({
  schema: about(first.docs.schema, 'schema'),
  base: about(first.docs.base, 'base'),
  head: about(first.docs.head, 'head'),
});
export const looked = signal<Partial<Record<Mode, Looked>>>({});
export const troubled = signal<Partial<Record<Mode, Trouble>>>({});
/** Whether texts have changed since the engine said something. */
export const isBehind = signal(true);
export const notice = signal<Notice | undefined>(undefined);
/** The fingerprint of the finding that is looked at. */
export const selected = signal<string | undefined>(undefined);
export const side = signal<'base' | 'head'>('head');
export const shown = signal(PAGE);
export const isEmpty = signal(false);

export const current = computed(() => looked.value[mode.value]);
export const findings = computed<readonly Finding[]>(() => current.value?.report.findings ?? []);
/** The safe fixes that would be applied at once. */
export const safeFixes = computed(() => findings.value.filter((it) => it.fixes[0]?.applicability === 'safe').length);

/** The texts that the editors begin with; afterwards the editors have them. */
const texts: Record<DocName, string> = {
  schema: first.docs.schema?.text ?? '',
  base: first.docs.base?.text ?? '',
  head: first.docs.head?.text ?? '',
};

let panes: Panes | undefined;
let isFirstLook = true;

const engine = new Engine({
  report(of, report, milliseconds) {
    batch(() => {
      looked.value = { ...looked.value, [of]: { report, milliseconds } };
      troubled.value = { ...troubled.value, [of]: undefined };
      if (of !== mode.value) return;
      isBehind.value = false;
      keepSelection();
    });
    // After the list is drawn, in a task of its own: together they would hold up a keystroke.
    requestAnimationFrame(() =>
      setTimeout(() => {
        if (of === mode.value && !isBehind.value) showFindings();
      }),
    );
  },
  trouble(of, trouble) {
    troubled.value = { ...troubled.value, [of]: trouble };
    isBehind.value = false;
  },
  *texts() {
    for (const doc of ALL_DOCS) yield { doc, language: docs.value[doc].language, text: textOf(doc) };
  },
  question: () => ({ mode: mode.value, options: options() }),
});
engine.look();

function options(): Options {
  const today = new Date();
  const two = (number: number) => String(number).padStart(2, '0');
  const asked: Options = { today: `${today.getFullYear()}-${two(today.getMonth() + 1)}-${two(today.getDate())}` };
  if (target.value !== '') asked.target = target.value;
  return asked;
}

function about(saved: SavedText | undefined, doc: DocName): DocState {
  return { name: saved?.name ?? `${doc}.prisma`, language: saved?.language ?? 'prisma' };
}

/** A page that shows an example; the other mode has another one ready. */
function stateOf(lint: Example | undefined, diff: Example | undefined): Saved {
  const saved = (it: { name: string; text: string } | undefined): SavedText => {
    const { name, text } = it ?? { name: 'schema.prisma', text: '' };
    return { name, text, language: languageOf(name, text) };
  };
  return { mode: 'lint', docs: { schema: saved(lint?.head), base: saved(diff?.base), head: saved(diff?.head) } };
}

export function textOf(doc: DocName): string {
  return panes?.text(doc) ?? texts[doc];
}

/** Puts the editors into the page. */
export function mount(host: HTMLElement): void {
  panes = new Panes(host, (doc) => ({ language: docs.value[doc].language, text: texts[doc] }), {
    changed(doc, edits) {
      isBehind.value = true;
      // Somebody is at work: the cursor is theirs.
      isFirstLook = false;
      // What was said was read.
      if (notice.value?.kind === 'fine' && !notice.value.action) notice.value = undefined;
      engine.change(doc, edits);
      lookForText();
      saveSoon(doc);
    },
    moved(doc, at) {
      const here = findings.value.find((it) => {
        if (docOf(it.file) !== doc || !panes) return false;
        return panes.now(doc, it.span.start.offset) <= at && at <= panes.now(doc, it.span.end.offset);
      });
      if (here && here.fingerprint !== selected.value) select(here, 'stay');
    },
    accepts(length) {
      if (length <= MAX_CHARACTERS) return true;
      notice.value = { kind: 'trouble', text: tooLong('This text', length) };
      return false;
    },
    step,
  });
  panes.show(mode.value);
  lookForText();
}

function lookForText(): void {
  isEmpty.value = panes !== undefined && DOCS[mode.value].every((it) => panes?.isEmpty(it));
}

/** Another mode: each has texts of its own. */
export function changeMode(to: Mode): void {
  if (mode.value === to) return;
  batch(() => {
    mode.value = to;
    shown.value = PAGE;
    selected.value = undefined;
    isBehind.value = true;
    notice.value = undefined;
  });
  panes?.show(to);
  lookForText();
  isFirstLook = true;
  engine.look();
  saveSoon();
}

export function changeTarget(to: string): void {
  target.value = to;
  isBehind.value = true;
  engine.look();
  saveSoon();
}

export function changeLanguage(doc: DocName, language: Language): void {
  docs.value = { ...docs.value, [doc]: { ...docs.value[doc], language } };
  panes?.speak(doc, language);
  isBehind.value = true;
  engine.open(doc, language, textOf(doc));
  saveSoon(doc);
}

/** Puts another text in place of one. */
export function put(doc: DocName, { name, language, text }: SavedText): void {
  docs.value = { ...docs.value, [doc]: { name, language } };
  texts[doc] = text;
  panes?.speak(doc, language);
  panes?.replace(doc, text);
  isBehind.value = true;
  isFirstLook = true;
  // The language may be another one.
  engine.open(doc, language, textOf(doc));
  saveSoon(doc);
}

export function openExample(example: Example): void {
  const saved = stateOf(example, example);
  changeMode(example.base ? 'diff' : 'lint');
  target.value = '';
  for (const doc of DOCS[mode.value]) {
    const text = saved.docs[doc];
    if (text) put(doc, text);
  }
  notice.value = undefined;
}

/** Base and head change places. */
export function swap(): void {
  const [base, head] = (['base', 'head'] as const).map((doc) => ({ ...docs.value[doc], text: textOf(doc) }));
  if (!base || !head) return;
  put('base', head);
  put('head', base);
}

/** The text of Lint becomes both states of Diff: what is edited then is the change. */
export function compareFromHere(): void {
  const here = { ...docs.value.schema, text: textOf('schema') };
  changeMode('diff');
  put('base', here);
  put('head', here);
  notice.value = {
    kind: 'fine',
    text: 'This text is the base now, and the head too. Edit the head to see what the change does.',
  };
  panes?.focus('head');
}

/** Takes files that were dropped or chosen: one for a side, or two to compare. */
export async function take(files: readonly File[], doc: DocName | undefined): Promise<void> {
  try {
    if (files.length > 2) throw new Refused('Drop one file to look at it, or two to compare them.');
    const read = await Promise.all([...files].map(readText));
    const [one, two] = read;
    if (!one) return;
    notice.value = undefined;
    if (two) {
      changeMode('diff');
      put('base', one);
      put('head', two);
      notice.value = {
        kind: 'fine',
        text: `${one.name} is the base, ${two.name} the head.`,
        action: { name: 'Swap', run: swap },
      };
      return;
    }
    put(doc ?? (mode.value === 'lint' ? 'schema' : side.value), one);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    notice.value = { kind: 'trouble', text: error.message };
  }
}

/* Findings */

function keepSelection(): void {
  const still = findings.value.some((it) => it.fingerprint === selected.value);
  if (!still) selected.value = isFirstLook ? findings.value[0]?.fingerprint : undefined;
}

function showFindings(): void {
  for (const doc of DOCS[mode.value]) {
    const here = findings.value.filter((it) => docOf(it.file) === doc);
    panes?.findings(
      doc,
      here.map((it) => ({
        from: it.span.start.offset,
        to: it.span.end.offset,
        severity: it.severity,
        source: it.rule,
        message: it.message,
        actions: it.fixes.slice(0, 1).map((fix) => ({ name: fix.title, apply: () => apply(fix) })),
      })),
    );
  }
  const now = findings.value.find((it) => it.fingerprint === selected.value);
  // Where somebody is in the text already, the cursor stays.
  if (now) point(now, isFirstLook && !panes?.hasFocus());
  else panes?.unmark();
  if (findings.value.length > 0) isFirstLook = false;
}

function point(finding: Finding, goThere: boolean): void {
  const doc = docOf(finding.file);
  if (!doc) return;
  if (doc !== 'schema') showSide(doc);
  panes?.mark(doc, finding.span.start.offset, finding.span.end.offset, goThere);
}

/** Looks at a finding; the text goes there, or stays where it is. */
export function select(finding: Finding, text: 'go' | 'stay'): void {
  selected.value = finding.fingerprint;
  const at = findings.value.indexOf(finding);
  if (at >= shown.value) shown.value = Math.ceil((at + 1) / PAGE) * PAGE;
  point(finding, text === 'go');
}

/** Shows the place of a finding that the pointer is on, or of the one that is looked at. */
export function hover(finding: Finding | undefined): void {
  const now = finding ?? findings.value.find((it) => it.fingerprint === selected.value);
  const doc = now && docOf(now.file);
  if (doc) panes?.mark(doc, now.span.start.offset, now.span.end.offset, false);
}

/** The next finding, or the one before. */
export function step(by: 1 | -1): void {
  const all = findings.value;
  if (all.length === 0) return;
  const at = all.findIndex((it) => it.fingerprint === selected.value);
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length];
  if (next) select(next, 'go');
}

/** What a fix takes away and puts there: for the eyes. */
export function preview(fix: Fix): { removed: string[]; added: string[] } {
  const lines = (text: string) =>
    text
      .split('\n')
      .map((it) => it.trim())
      .filter((it) => it !== '');
  const removed = fix.edits.flatMap((it) => {
    const doc = docOf(it.file);
    return doc && panes ? lines(panes.slice(doc, panes.now(doc, it.start), panes.now(doc, it.end))) : [];
  });
  return { removed, added: fix.edits.flatMap((it) => lines(it.text)) };
}

export function apply(fix: Fix): void {
  const edits = new Map<DocName, TextEdit[]>();
  for (const { file, start, end, text } of fix.edits) {
    const doc = docOf(file);
    if (doc) edits.set(doc, [...(edits.get(doc) ?? []), { start, end, text }]);
  }
  for (const [doc, list] of edits) {
    if (panes?.apply(doc, list)) continue;
    notice.value = { kind: 'trouble', text: 'The text at this place has changed; wait a moment for the new findings.' };
  }
}

/** Applies a fix, and goes to the finding after it. */
export function applyAndGoOn(finding: Finding, fix: Fix): void {
  const all = findings.value;
  const next = all[all.indexOf(finding) + 1] ?? all[0];
  apply(fix);
  if (next && next !== finding) selected.value = next.fingerprint;
}

export async function applyAllSafe(): Promise<void> {
  const rounds = await engine.settle();
  if (rounds.length > 0 && !isBehind.value) panes?.applyRounds('schema', rounds);
  panes?.focus('schema');
}

export function showSide(to: 'base' | 'head'): void {
  side.value = to;
  panes?.showSide(to);
}

/** Goes to a place of a text. */
export function goTo(doc: DocName, from: number, to: number): void {
  if (doc !== 'schema') showSide(doc);
  panes?.mark(doc, from, to, true);
}

/* Links and the browser's storage */

function summary(): Summary {
  const state: Summary = { mode: mode.value, docs: docs.value };
  if (target.value !== '') state.target = target.value;
  return state;
}

/** What a link is made of. */
function saved(): Saved {
  const texts = DOCS[mode.value].map((doc) => [doc, { ...docs.value[doc], text: textOf(doc) }]);
  return { ...summary(), docs: Object.fromEntries(texts) };
}

let timer = 0;
/** Nothing was kept yet: then each text is written. */
let isKept = load() !== undefined;
let isUnsaved = false;
/** The texts that have changed since they were kept. */
const unsaved = new Set<DocName>();
let wasToldOfNoRoom = false;

function saveSoon(doc?: DocName): void {
  isUnsaved = true;
  if (doc) unsaved.add(doc);
  clearTimeout(timer);
  timer = setTimeout(saveNow, SAVE_AFTER);
}

function saveNow(): void {
  if (!isUnsaved) return;
  if (save(summary(), isKept ? unsaved : ALL_DOCS, textOf)) {
    isKept = true;
    isUnsaved = false;
    unsaved.clear();
    return;
  }
  if (wasToldOfNoRoom) return;
  wasToldOfNoRoom = true;
  notice.value = {
    kind: 'trouble',
    text: 'This browser keeps no copy of the text: it has no room for it, or may not. It is gone when the page is left.',
  };
}

addEventListener('pagehide', saveNow);
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') saveNow();
});

export async function share(): Promise<void> {
  const link = await linkOf(saved());
  const size =
    link.length > 30_000 ? ` It has ${Math.round(link.length / 1000)} thousand characters; some programs cut such links.` : '';
  await copy(link, `Link copied. The text is in the link itself, nothing was uploaded.${size}`, 'quietly');
}

/** Takes a text along. Where the browser forbids that, it is shown. */
export async function copy(text: string, said: string, how: 'shown' | 'quietly' = 'shown'): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notice.value = how === 'shown' ? { kind: 'fine', text: said, code: text } : { kind: 'fine', text: said };
  } catch {
    notice.value = { kind: 'trouble', text: 'The browser does not let this page copy. Here it is:', code: text };
  }
}

function show(state: Saved): void {
  changeMode(state.mode);
  target.value = state.target ?? '';
  for (const doc of DOCS[state.mode]) {
    const text = state.docs[doc];
    if (text) put(doc, text);
  }
}

/** Opens the link in the address, if there is one. */
export async function openAddress(): Promise<void> {
  if (!isLink(location.hash)) return;
  const state = await openLink(location.hash);
  history.replaceState(null, '', location.pathname + location.search);
  if (!state) {
    notice.value = {
      kind: 'trouble',
      text: 'This link is broken: a part of it is missing, or it was changed. Ask for it again.',
    };
    return;
  }
  saveNow();
  const had = load();
  keepBefore();
  show(state);
  const back = () => {
    const before = loadBefore();
    if (before) show(before);
    notice.value = undefined;
  };
  notice.value = had
    ? { kind: 'fine', text: 'Opened from a link. Your own text is kept.', action: { name: 'Go back to it', run: back } }
    : { kind: 'fine', text: 'Opened from a link. It holds the text itself; nothing was downloaded.' };
}

addEventListener('hashchange', () => void openAddress());
