/** What a change does: what is lost, what can fail, what breaks, and what no finding speaks of. In that order. */

import type { Change, Finding, Rename, Report } from 'shoring';
import { apply, goTo } from '../state';
import { docOf } from '../engine/protocol';
import { Findings, FixButton } from './findings';
import { Words } from './words';

/** Headings, and the verdicts below them. A finding stands below the first that fits: as the command line shows it. */
const GROUPS: readonly (readonly [string, readonly string[]])[] = [
  ['Will be lost', ['loses-data']],
  ['Will fail, or may', ['platform-refuses', 'may-fail-on-rows']],
  ['Breaks code that runs', ['breaks-running-code', 'blocks-reads', 'blocks-writes']],
  ['Gets values that nobody chose', ['changes-values']],
  ['Look at', []],
];

/** How many renames are asked about at once; the others stand in the list, with the same answers. */
const MOST_QUESTIONS = 10;

/** How many changes without a finding are shown. */
const MOST = 200;

export function Changes({ report }: { report: Report }) {
  const changes = report.changes ?? [];
  if (changes.length === 0 && report.findings.length === 0) {
    return (
      <div class="state">
        <p>The two texts mean the same database.</p>
        <p class="quiet">Nothing would be deployed. Edit the head to see what a change does.</p>
      </div>
    );
  }
  const questions = (report.renames ?? []).filter((it) => !it.declared).slice(0, MOST_QUESTIONS);
  const asked = new Map(questions.map((rename) => [rename, about(rename, report)]));
  let left = report.findings.filter((it) => ![...asked.values()].includes(it));
  const groups = GROUPS.map(([heading, verdicts]) => {
    const isHere = (it: Finding) => verdicts.length === 0 || (it.verdicts ?? []).some((verdict) => verdicts.includes(verdict));
    const here = left.filter(isHere);
    left = left.filter((it) => !isHere(it));
    return [heading, here] as const;
  });
  const spoken = new Set(report.findings.flatMap((it) => it.changes ?? []));
  const unspoken = changes.filter((it) => !spoken.has(it.id));
  return (
    <>
      {[...asked].map(([rename, finding]) => (
        <Question key={`${rename.table} ${rename.from} ${rename.to}`} rename={rename} finding={finding} />
      ))}
      {groups.map(
        ([heading, here]) =>
          here.length > 0 && (
            <section class="group" key={heading}>
              <h3>{heading}</h3>
              <Findings findings={here} />
            </section>
          ),
      )}
      {unspoken.length > 0 && (
        <section class="group">
          <h3>Nothing found against</h3>
          <ul class="changes">
            {unspoken.slice(0, MOST).map((it) => (
              <ChangeLine key={it.id} change={it} />
            ))}
            {unspoken.length > MOST && <li class="quiet">… and {unspoken.length - MOST} more</li>}
          </ul>
        </section>
      )}
    </>
  );
}

/** The finding that asks about a rename: it is about the thing that goes and the one that comes. */
function about(rename: Rename, report: Report): Finding | undefined {
  const id = (kind: string, name: string, tables: readonly (string | undefined)[]) =>
    report.changes?.find(
      (it) => it.kind === kind && it.entity === rename.entity && it.name === name && tables.includes(it.table),
    )?.id;
  const tables = [rename.table, rename.base_table];
  const ids = [id('drop', rename.from, tables), id('create', rename.to, tables)];
  return report.findings.find((it) => ids.every((one) => one !== undefined && it.changes?.includes(one)));
}

/** A probable rename is a question. The answer is written into the text, so that it lasts. */
function Question({ rename, finding }: { rename: Rename; finding: Finding | undefined }) {
  const table = rename.table === undefined ? '' : `${rename.table}.`;
  const place = finding && { doc: docOf(finding.file), ...finding.span };
  return (
    <section class="question" aria-label={`Is ${table}${rename.from} renamed?`}>
      <h3>
        Was <code>{`${table}${rename.from}`}</code> renamed to <code>{rename.to}</code>?
      </h3>
      <p>
        {Math.round(rename.score * 100)} % sure: {rename.reasons.join(', ')}.
        {finding?.note !== undefined && (
          <>
            {' '}
            If nobody says so: <Words text={finding.note} />.
          </>
        )}
      </p>
      <div class="answers">
        {finding?.fixes.map((fix, at) => (
          <FixButton key={fix.title} fix={fix} isFirst={at === 0} isAnswer run={() => apply(fix)} />
        ))}
      </div>
      {finding && place?.doc && (
        <p class="more-about">
          <button type="button" class="link" onClick={() => place.doc && goTo(place.doc, place.start.offset, place.end.offset)}>
            line {place.start.line}
          </button>
          <a href={finding.url} target="_blank" rel="noreferrer">
            {finding.rule}
          </a>
        </p>
      )}
    </section>
  );
}

const SIGNS: Record<string, string> = { create: '+', drop: '−' };

function ChangeLine({ change }: { change: Change }) {
  const { kind, entity, table, name, aspect, before, after, head, base } = change;
  const place = head ?? base;
  const doc = place && docOf(place.file);
  const value = before !== undefined && after !== undefined ? `${before} → ${after}` : (after ?? before ?? '');
  return (
    <li class={kind}>
      <span class="mark" aria-hidden="true">
        {SIGNS[kind] ?? '~'}
      </span>
      <span>
        {kind} {entity.replaceAll('_', ' ')}{' '}
        {place && doc ? (
          <button type="button" class="link" onClick={() => goTo(doc, place.span.start.offset, place.span.end.offset)}>
            <code>{table === undefined || table === name ? name : `${table}.${name}`}</code>
          </button>
        ) : (
          <code>{name}</code>
        )}
        {aspect !== undefined && ` ${aspect.replaceAll('_', ' ')}`} {value !== '' && <span class="value">{value}</span>}
      </span>
    </li>
  );
}
