/** The engine, off the page's thread. It keeps the texts, so that a keystroke sends an edit and never a whole schema. */

import { init, ShoringError, Workspace, type Fix, type Options, type Report, type TextEdit } from 'shoring';
import { type Answer, type DocName, type Language, pathOf, type Request, type Trouble } from './protocol';

/** The most rounds of fixing; each applies at least one fix. */
const MAX_ROUNDS = 100;

const loaded = init();
// It is told to whoever asks for something.
loaded.catch(() => undefined);
const open = new Map<DocName, Language>();
let spaces: { lint: Workspace; diff: Workspace } | undefined;
/** The engine takes the state before as whole files. */
let base = '';

function answer(message: Answer): void {
  postMessage(message);
}

// Messages that come while the module loads wait for it, in their order.
let last: Promise<void> = Promise.resolve();
addEventListener('message', ({ data }: MessageEvent<Request>) => {
  last = last.then(() => loaded).then(() => take(data), notLoaded);
});

function notLoaded(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  answer({ kind: 'ended', trouble: { code: 'not-loaded', message, help: 'load the page again' } });
}

function take(request: Request): void {
  try {
    spaces ??= { lint: new Workspace(), diff: new Workspace() };
    perform(request, spaces);
  } catch (error) {
    const trouble = told(error);
    if (trouble.code === 'panicked' || trouble.code === 'ended') answer({ kind: 'ended', trouble });
    else if ('id' in request) answer({ kind: 'trouble', id: request.id, trouble });
    // A text that was refused is told when it is looked at.
  }
}

function told(error: unknown): Trouble {
  if (error instanceof ShoringError) {
    const { code, message, help } = error;
    return help === undefined ? { code, message } : { code, message, help };
  }
  return { code: 'panicked', message: error instanceof Error ? error.message : String(error) };
}

function perform(request: Request, { lint, diff }: { lint: Workspace; diff: Workspace }): void {
  switch (request.kind) {
    case 'open': {
      const { doc, language, text } = request;
      const before = open.get(doc);
      open.set(doc, language);
      if (doc === 'base') {
        base = text;
        return;
      }
      const space = doc === 'schema' ? lint : diff;
      if (before !== undefined && before !== language) space.close(pathOf(doc, before));
      space.open({ path: pathOf(doc, language), text, language });
      return;
    }
    case 'change': {
      const { doc, edits } = request;
      if (doc === 'base') base = edited(base, edits);
      else (doc === 'schema' ? lint : diff).change(path(doc), edits);
      return;
    }
    case 'look': {
      const begun = performance.now();
      const space = request.mode === 'lint' ? lint : diff;
      space.configure(request.options);
      if (request.mode === 'diff') space.base([{ path: path('base'), text: base, language: open.get('base') ?? 'prisma' }]);
      const report = request.mode === 'lint' ? space.lint() : space.diff();
      answer({ kind: 'report', id: request.id, report, milliseconds: performance.now() - begun });
      return;
    }
    case 'settle': {
      answer({ kind: 'settled', id: request.id, rounds: settle(lint, request.options) });
    }
  }
}

function path(doc: DocName): string {
  return pathOf(doc, open.get(doc) ?? 'prisma');
}

/** Applies all safe fixes to a copy of the schema, round by round, as `shoring lint --fix` does. */
function settle(lint: Workspace, options: Options): TextEdit[][] {
  const text = lint.text(path('schema')) ?? '';
  const copy = new Workspace(options);
  try {
    copy.open({ path: path('schema'), text, language: open.get('schema') ?? 'prisma' });
    const rounds: TextEdit[][] = [];
    while (rounds.length < MAX_ROUNDS) {
      const round = safeEdits(copy.lint());
      if (round.length === 0) break;
      rounds.push(round);
      copy.change(path('schema'), round);
    }
    return rounds;
  } finally {
    copy.free();
  }
}

/** The edits of the safe fixes that can be applied at once: no two change or fill the same place. */
function safeEdits(report: Report): TextEdit[] {
  const taken: TextEdit[] = [];
  for (const finding of report.findings) {
    const fix: Fix | undefined = finding.fixes[0];
    if (fix?.applicability !== 'safe') continue;
    const touches = (edit: TextEdit) => taken.some((other) => edit.start <= other.end && other.start <= edit.end);
    if (!fix.edits.some(touches)) taken.push(...fix.edits.map(({ start, end, text }) => ({ start, end, text })));
  }
  return taken.sort((a, b) => a.start - b.start);
}

/** A text with edits, all of which name places of the text before them. */
function edited(text: string, edits: readonly TextEdit[]): string {
  let out = '';
  let at = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    out += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return out + text.slice(at);
}
