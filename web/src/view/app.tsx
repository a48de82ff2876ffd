/** The page: a bar, the texts beside what was found in them, and what the engine says of itself. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { docs, mode, mount, notice, put, showSide, side, take } from '../state';
import type { DocName, Language } from '../engine/protocol';
import { Bar } from './bar';
import { Foot } from './foot';
import { Icon } from './icon';
import { Results } from './results';
import { changeLanguage, compareFromHere, swap, textOf } from '../state';

export function App() {
  const [isOver, setIsOver] = useState(false);
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
  const over = (event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    setIsOver(true);
  };
  const drop = (event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    setIsOver(false);
    void take([...(event.dataTransfer?.files ?? [])], sideAt(event));
  };
  return (
    <div
      class={`page ${mode.value}${isOver ? ' over' : ''}`}
      onDragOverCapture={over}
      onDragLeave={(event) => event.relatedTarget === null && setIsOver(false)}
      onDropCapture={drop}
    >
      <Bar />
      <Notice />
      <main class="work">
        <Editors />
        <Results />
      </main>
      <Foot />
    </div>
  );
}

/** The text that a file is dropped on. */
function sideAt(event: DragEvent): DocName | undefined {
  if (mode.value === 'lint') return 'schema';
  const box = document.querySelector('.editors')?.getBoundingClientRect();
  if (!box || box.width < 720) return side.value;
  return event.clientX < box.left + box.width / 2 ? 'base' : 'head';
}

function Notice() {
  const { value } = notice;
  return (
    <div class="notices" role={value?.kind === 'trouble' ? 'alert' : 'status'}>
      {value && (
        <div class={`notice ${value.kind}`}>
          <Icon name={value.kind === 'trouble' ? 'warning' : 'fine'} />
          <div class="words">
            <p>{value.text}</p>
            {value.code !== undefined && (
              <pre tabIndex={0} aria-label="What was copied">
                {value.code.length > 4000 ? `${value.code.slice(0, 4000)}…` : value.code}
              </pre>
            )}
          </div>
          {value.action && (
            <button type="button" class="plain" onClick={value.action.run}>
              {value.action.name}
            </button>
          )}
          <button type="button" class="icon" aria-label="Close this message" onClick={() => (notice.value = undefined)}>
            <Icon name="close" />
          </button>
        </div>
      )}
    </div>
  );
}

function Editors() {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current && !host.current.shadowRoot) mount(host.current);
  }, []);
  const isLint = mode.value === 'lint';
  return (
    <section class="editors" aria-label={isLint ? 'Schema' : 'Base and head'}>
      <div class="heads">
        {isLint ? <Head doc="schema" /> : [<Head key="base" doc="base" />, <Head key="head" doc="head" />]}
      </div>
      <div class="host" ref={host} />
    </section>
  );
}

const TITLES: Record<DocName, string> = { schema: '', base: 'Base', head: 'Head' };

/** What stands above a text. */
function Head({ doc }: { doc: DocName }) {
  const { name, language } = docs.value[doc];
  const choose = useRef<HTMLInputElement>(null);
  return (
    <div class="head" data-doc={doc}>
      {doc !== 'schema' && (
        <button type="button" class="side" aria-pressed={side.value === doc} onClick={() => showSide(doc)}>
          {TITLES[doc]}
        </button>
      )}
      <span class="name" title={name}>
        {name}
      </span>
      <select
        aria-label={`Language of ${TITLES[doc] || 'the schema'}`}
        value={language}
        onChange={(event) => changeLanguage(doc, event.currentTarget.value as Language)}
      >
        <option value="prisma">Prisma</option>
        <option value="sql">SQL</option>
      </select>
      <span class="gap" />
      {doc === 'schema' && (
        <button type="button" class="plain" title="Use this text as base and head of a diff" onClick={compareFromHere}>
          Diff from here
        </button>
      )}
      {doc === 'base' && (
        <button type="button" class="plain" onClick={swap}>
          Swap
        </button>
      )}
      {doc === 'head' && (
        <button
          type="button"
          class="plain"
          title="Put the text of Lint here"
          onClick={() => put('head', { ...docs.value.schema, text: textOf('schema') })}
        >
          From Lint
        </button>
      )}
      <input
        ref={choose}
        type="file"
        hidden
        accept=".prisma,.sql"
        aria-label={`File for ${TITLES[doc] || 'the schema'}`}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          void take(files, doc);
        }}
      />
      <button type="button" class="plain" onClick={() => choose.current?.click()}>
        Open…
      </button>
    </div>
  );
}
