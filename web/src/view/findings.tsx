/** A list of findings. One is open: what, why, what to do. The list and the text move together. */

import { useEffect, useRef } from 'preact/hooks';
import type { Finding, Fix } from 'shoring';
import { docOf } from '../engine/protocol';
import { apply, applyAndGoOn, copy, goTo, hover, isBehind, mode, PAGE, preview, select, selected, shown } from '../state';
import { Icon } from './icon';
import { Words } from './words';

/** A fix was applied from the list: the focus goes on to the next finding when the list is another. */
let isGoingOn = false;

export function Findings({ findings }: { findings: readonly Finding[] }) {
  const list = useRef<HTMLOListElement>(null);
  const move = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by === 0) return;
    // From one list to the next, where findings are in groups.
    const all = [...document.querySelectorAll<HTMLButtonElement>('.finding .what')];
    const at = all.findIndex((it) => it.closest('.finding')?.contains(document.activeElement));
    const next = all[at + by];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.click();
  };
  useEffect(() => {
    if (!isGoingOn || isBehind.value) return;
    isGoingOn = false;
    const next =
      list.current?.querySelector<HTMLElement>('.finding.now .what') ?? list.current?.querySelector<HTMLElement>('.what');
    next?.focus();
  });
  return (
    <>
      <ol class="findings" ref={list} onKeyDown={move}>
        {findings.slice(0, shown.value).map((finding) => (
          <Row key={finding.fingerprint} finding={finding} />
        ))}
      </ol>
      {findings.length > shown.value && (
        <button type="button" class="more" onClick={() => (shown.value += PAGE)}>
          Show {Math.min(PAGE, findings.length - shown.value)} more of {findings.length}
        </button>
      )}
    </>
  );
}

function Row({ finding }: { finding: Finding }) {
  const row = useRef<HTMLLIElement>(null);
  const isNow = selected.value === finding.fingerprint;
  const [fix] = finding.fixes;
  useEffect(() => {
    if (isNow) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isNow]);
  const goOn = (of: Fix) => {
    isGoingOn = true;
    applyAndGoOn(finding, of);
  };
  const enter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !isNow || fix?.applicability !== 'safe') return;
    event.preventDefault();
    goOn(fix);
  };
  const side = mode.value === 'diff' ? `${docOf(finding.file) ?? ''} ` : '';
  return (
    <li
      class={`finding ${finding.severity}${isNow ? ' now' : ''}`}
      ref={row}
      onMouseEnter={() => hover(finding)}
      onMouseLeave={() => hover(undefined)}
    >
      <div class="line">
        <button type="button" class="what" aria-expanded={isNow} onClick={() => select(finding, 'go')} onKeyDown={enter}>
          <Icon name={finding.severity} />
          <span class="severity">{finding.severity === 'info' ? 'note' : finding.severity}</span>
          <span class="message">
            <Words text={finding.message} />
          </span>
          <span class="place">
            {side}line {finding.span.start.line}
          </span>
        </button>
        {fix?.applicability === 'safe' && !isNow && (
          <button type="button" class="plain fix" title={fix.title} aria-label={`Fix: ${fix.title}`} onClick={() => goOn(fix)}>
            Fix
          </button>
        )}
      </div>
      {isNow && <Details finding={finding} goOn={goOn} />}
    </li>
  );
}

/** Why, what to do, and the ways to do it. */
function Details({ finding, goOn }: { finding: Finding; goOn: (fix: Fix) => void }) {
  const { note, help, steps, proof, labels, codes, verdicts } = finding;
  return (
    <div class="details">
      {!!verdicts?.length && (
        <p class="verdicts">
          {verdicts.map((it) => (
            <span key={it}>{it.replaceAll('-', ' ')}</span>
          ))}
        </p>
      )}
      {note !== undefined && (
        <p>
          <Words text={sentence(note)} />
        </p>
      )}
      {help !== undefined && (
        <p>
          <b>What to do:</b> <Words text={help} />
        </p>
      )}
      {!!steps?.length && (
        <ol class="steps">
          {steps.map((it) => (
            <li key={it}>
              <Words text={it} />
            </li>
          ))}
        </ol>
      )}
      {proof !== undefined && (
        <div class="proof">
          <p>Safe where this answers 0, or no row:</p>
          <pre tabIndex={0}>{proof}</pre>
          <button type="button" class="plain" onClick={() => void copy(proof, 'Query copied.', 'quietly')}>
            Copy the query
          </button>
        </div>
      )}
      {finding.fixes.map((fix, at) => (
        <FixButton
          key={fix.title}
          fix={fix}
          isFirst={at === 0}
          run={() => (fix.applicability === 'safe' ? goOn(fix) : apply(fix))}
        />
      ))}
      <p class="more-about">
        {labels?.map((label) => {
          const doc = docOf(label.file);
          return (
            doc && (
              <button
                type="button"
                class="link"
                key={`${label.file} ${label.span.start.offset}`}
                onClick={() => goTo(doc, label.span.start.offset, label.span.end.offset)}
              >
                {doc === 'schema' ? '' : `${doc} `}line {label.span.start.line}: <Words text={label.message} />
              </button>
            )
          );
        })}
        <a href={finding.url} target="_blank" rel="noreferrer">
          {finding.rule}
        </a>
        {Object.entries(codes ?? {}).map(([platform, code]) => (
          <span key={platform} class="code">
            {platform}: {code}
          </span>
        ))}
      </p>
    </div>
  );
}

interface FixProperties {
  fix: Fix;
  isFirst: boolean;
  /** It answers a question, so nobody has to be told that it decides something. */
  isAnswer?: boolean;
  run: () => void;
}

export function FixButton({ fix, isFirst, isAnswer, run }: FixProperties) {
  const { removed, added } = preview(fix);
  return (
    <div class="mend">
      <div class="edit">
        {removed.map((it, at) => (
          <code key={`- ${at}`} class="removed">
            <span class="aside">taken away: </span>− {it}
          </code>
        ))}
        {added.map((it, at) => (
          <code key={`+ ${at}`} class="added">
            <span class="aside">added: </span>+ {it}
          </code>
        ))}
      </div>
      <button type="button" class={isFirst ? 'main' : 'plain strong'} onClick={run}>
        <Words text={fix.title} />
      </button>
      {fix.applicability === 'unsafe' && !isAnswer && <span class="quiet">changes what the database or the client is</span>}
    </div>
  );
}

/** Reports write in lower case without a stop. */
function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?…]$/.test(text) ? '' : '.'}`;
}
