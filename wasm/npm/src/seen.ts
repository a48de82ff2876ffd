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

/** The findings that were told: of a large schema, an edit changes few of them. */
export class Seen {
  /** Their numbers, in their order. */
  #order: readonly number[] = [];
  #findings: readonly Finding[] = [];

  report(update: Update): Report {
    const added = new Map(update.new.map(({ number, finding }) => [number, finding]));
    const before = update.isAnew ? [] : this.#order;
    let places: Map<number, number> | undefined;
    // Those that stay stand behind each other, as they did: few have to be looked for.
    let next = 0;
    const [order, findings]: [number[], Finding[]] = [[], []];
    for (const number of update.order) {
      const fresh = added.get(number);
      if (before[next] !== number && !fresh) {
        places ??= new Map(before.map((number, place) => [number, place]));
        next = places.get(number) ?? before.length;
      }
      const told = this.#findings[next];
      if (before[next] === number) next += 1;
      const finding = fresh ?? (told && update.moved.reduce(movedFinding, told));
      if (!finding) continue;
      order.push(number);
      findings.push(finding);
    }
    this.#order = order;
    this.#findings = findings;
    return { ...update.report, findings };
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

function movedPosition({ offset, line, column }: Position, moved: Moved): Position {
  return { offset: offset + moved.by, line: line + moved.lines, column };
}

/** A list with each item changed; the list itself where none is: of most findings, none is. */
function same<T>(list: T[], change: (item: T) => T): T[] {
  let changed: T[] | undefined;
  list.forEach((item, nth) => {
    const now = change(item);
    if (now !== item) {
      changed ??= list.slice();
      changed[nth] = now;
    }
  });
  return changed ?? list;
}
