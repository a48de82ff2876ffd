/** What was found, beside or below the texts. */

import { useEffect, useRef, useState } from 'preact/hooks';
import type { Report } from 'shoring';
import { changeMode, current, findings, isBehind, isEmpty, mode, safeFixes, step, troubled, applyAllSafe } from '../state';
import { Changes } from './changes';
import { Findings } from './findings';
import { Icon } from './icon';
import { Sql } from './sql';
import { count, Words } from './words';

export function Results() {
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      // In an editor, the editor does it.
      if (event.key !== 'F8' || event.defaultPrevented) return;
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    };
    addEventListener('keydown', key);
    return () => removeEventListener('keydown', key);
  }, []);
  return (
    <section class="results" aria-label="Findings" aria-busy={isBehind.value}>
      {mode.value === 'lint' ? <Lint /> : <Diff />}
    </section>
  );
}

function Lint() {
  const report = current.value?.report;
  const trouble = troubled.value.lint;
  if (trouble) return <Trouble />;
  if (!report) return <Waiting />;
  if (isEmpty.value) return <Empty />;
  return (
    <>
      <div class="summary">
        <Summary report={report} />
        <span class="gap" />
        {safeFixes.value > 0 && (
          <button type="button" class="plain strong" onClick={() => void applyAllSafe()}>
            Fix all safe ({safeFixes.value})
          </button>
        )}
      </div>
      <div class="scroll">
        {findings.value.length === 0 ? <Clean report={report} /> : <Findings findings={findings.value} />}
        <Skipped report={report} />
        <Notes report={report} />
      </div>
    </>
  );
}

const TABS = ['What happens', 'SQL'] as const;

function Diff() {
  const [tab, setTab] = useState<(typeof TABS)[number]>('What happens');
  const list = useRef<HTMLDivElement>(null);
  const report = current.value?.report;
  const move = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
    const next = TABS[(TABS.indexOf(tab) + 1) % TABS.length] ?? tab;
    setTab(next);
    list.current?.querySelectorAll('button')[TABS.indexOf(next)]?.focus();
  };
  if (troubled.value.diff) return <Trouble />;
  if (!report) return <Waiting />;
  if (isEmpty.value) return <Empty />;
  return (
    <>
      <div class="summary">
        <div class="tabs" role="tablist" aria-label="Results" ref={list} onKeyDown={move}>
          {TABS.map((name) => (
            <button
              type="button"
              role="tab"
              key={name}
              id={`tab-${TABS.indexOf(name)}`}
              aria-selected={tab === name}
              aria-controls="panel"
              tabIndex={tab === name ? 0 : -1}
              onClick={() => setTab(name)}
            >
              {name}
            </button>
          ))}
        </div>
        <span class="gap" />
        <span class="counts">{count(report.changes?.length ?? 0, 'change')}</span>
        <Summary report={report} />
      </div>
      <div class="scroll" role="tabpanel" id="panel" aria-labelledby={`tab-${TABS.indexOf(tab)}`} tabIndex={0}>
        {tab === 'SQL' ? (
          <Sql report={report} />
        ) : (
          <>
            <Changes report={report} />
            <Skipped report={report} />
            <Notes report={report} />
          </>
        )}
      </div>
    </>
  );
}

function Summary({ report }: { report: Report }) {
  const { errors, warnings, infos } = report.summary;
  return (
    <h2 class="counts" aria-live="polite">
      {errors + warnings + infos === 0 && (
        <span class="fine">
          <Icon name="fine" />
          Nothing found
        </span>
      )}
      {errors > 0 && (
        <span class="error">
          <Icon name="error" />
          {count(errors, 'error')}
        </span>
      )}
      {warnings > 0 && (
        <span class="warning">
          <Icon name="warning" />
          {count(warnings, 'warning')}
        </span>
      )}
      {infos > 0 && (
        <span class="info">
          <Icon name="info" />
          {count(infos, 'note')}
        </span>
      )}
    </h2>
  );
}

function Clean({ report }: { report: Report }) {
  const total = report.files.reduce((all, file) => all + file.total, 0);
  const understood = report.files.reduce((all, file) => all + file.understood, 0);
  return (
    <div class="state">
      <Icon name="fine" />
      <p>
        Nothing to fix{report.target ? ` on ${report.target.name}` : ''}: {understood === total ? 'all' : understood} of {total}{' '}
        pieces were understood and judged.
      </p>
      <p class="quiet">
        The next question is what a change of it does:{' '}
        <button type="button" class="link" onClick={() => changeMode('diff')}>
          compare two states
        </button>
      </p>
    </div>
  );
}

function Empty() {
  return (
    <div class="state">
      <p>
        {mode.value === 'lint'
          ? 'Paste a Prisma schema or a dump of your database, or drop a file here.'
          : 'Put the state before on the left and the state after on the right: paste them, or drop two files.'}
      </p>
      <p class="quiet">Nothing of it leaves this page. Or begin with one of the examples above.</p>
    </div>
  );
}

function Waiting() {
  return (
    <div class="state">
      <p class="quiet" role="status">
        Loading the engine…
      </p>
    </div>
  );
}

/** What was refused, or went wrong. */
function Trouble() {
  const trouble = troubled.value[mode.value];
  return (
    <div class="state trouble" role="alert">
      <Icon name="error" />
      <p>{trouble?.message}</p>
      {trouble?.help !== undefined && <p class="quiet">{trouble.help}</p>}
      {trouble?.code === 'panicked' && (
        <p class="quiet">This is a fault of ours. The text is kept; the next edit starts the engine anew.</p>
      )}
    </div>
  );
}

function Notes({ report }: { report: Report }) {
  if (!report.notes?.length) return null;
  return (
    <ul class="notes">
      {report.notes.map((note) => (
        <li key={note}>
          <Words text={note} />
        </li>
      ))}
    </ul>
  );
}

/** How many pieces that were stepped over are named. */
const MOST_SKIPPED = 50;

function Skipped({ report }: { report: Report }) {
  const all = report.files.flatMap((file) => file.skipped.map((it) => ({ ...it, path: file.path })));
  if (all.length === 0) return null;
  return (
    <details class="skipped">
      <summary>{count(all.length, 'piece')} not understood: what they touch is taken for unknown</summary>
      <ul>
        {all.slice(0, MOST_SKIPPED).map((it) => (
          <li key={`${it.path} ${it.span.start.offset}`}>
            line {it.span.start.line}: <Words text={it.reason} />
          </li>
        ))}
        {all.length > MOST_SKIPPED && <li>… and {all.length - MOST_SKIPPED} more</li>}
      </ul>
    </details>
  );
}
