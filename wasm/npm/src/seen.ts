import type { Finding, Report } from './generated/types.js';

/** What an engine's workspace tells: a report without its findings, and which findings are new. */
export interface Update {
  /** Nothing of what was told before is said again. */
  isAnew: boolean;
  report: Report;
  /** The findings by number, in their order. */
  order: number[];
  /** Those that were not told before. */
  new: { number: number; finding: Finding }[];
  /** Where the text behind each edit has gone since. */
  moved: Moved[];
}

interface Moved {
  file: string;
  /** Where the text was that has moved. */
  from: number;
  /** How much further behind it is, and how many lines further down. */
  by: number;
  lines: number;
}

type Span = Finding['span'];
type Position = Span['start'];

/** The findings that were told, by number: of a large schema, an edit changes few of them. */
export class Seen {
  #findings = new Map<number, Finding>();

  report(update: Update): Report {
    const before = update.isAnew ? new Map<number, Finding>() : this.#findings;
    const added = new Map(update.new.map(({ number, finding }) => [number, finding]));
    this.#findings = new Map();
    for (const number of update.order) {
      const finding = added.get(number) ?? before.get(number);
      if (finding) this.#findings.set(number, added.has(number) ? finding : update.moved.reduce(movedFinding, finding));
    }
    return { ...update.report, findings: [...this.#findings.values()] };
  }
}

/** A finding after text has moved: a new one, or the same where nothing of it has. */
function movedFinding(finding: Finding, moved: Moved): Finding {
  if (moved.by === 0 && moved.lines === 0) return finding;
  const span = finding.file === moved.file ? movedSpan(finding.span, moved) : finding.span;
  const labels =
    finding.labels &&
    same(finding.labels, (it) => {
      const at = it.file === moved.file ? movedSpan(it.span, moved) : it.span;
      return at === it.span ? it : { ...it, span: at };
    });
  const fixes = same(finding.fixes, (fix) => {
    const edits = same(fix.edits, (it) =>
      it.file === moved.file && it.start >= moved.from ? { ...it, start: it.start + moved.by, end: it.end + moved.by } : it,
    );
    return edits === fix.edits ? fix : { ...fix, edits };
  });
  if (span === finding.span && labels === finding.labels && fixes === finding.fixes) return finding;
  return labels ? { ...finding, span, labels, fixes } : { ...finding, span, fixes };
}

function movedSpan(span: Span, moved: Moved): Span {
  if (span.start.offset < moved.from) return span;
  return { start: movedPosition(span.start, moved), end: movedPosition(span.end, moved) };
}

function movedPosition(position: Position, moved: Moved): Position {
  return { ...position, offset: position.offset + moved.by, line: position.line + moved.lines };
}

/** A list with each item changed; the list itself where none is. */
function same<T>(list: readonly T[], change: (item: T) => T): T[] {
  const changed = list.map(change);
  return changed.every((item, nth) => item === list[nth]) ? (list as T[]) : changed;
}
