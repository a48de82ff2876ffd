/** The bar above: what is looked at, for which database, and what to take along. */

import examples from 'virtual:examples';
import { changeMode, changeTarget, current, mode, openExample, share, target } from '../state';
import type { Mode } from '../engine/protocol';
import { Icon } from './icon';
import { Menu } from './menu';
import { Theme } from './theme';
import { TARGETS } from './targets';

export function Bar() {
  return (
    <header class="bar">
      <h1>
        <Icon name="frame" />
        Shoring
      </h1>
      <div class="modes" role="group" aria-label="Mode">
        <ModeButton of="lint" name="Lint" />
        <ModeButton of="diff" name="Diff" />
      </div>
      <Target />
      <span class="gap" />
      <Menu name="Examples">
        {(close) =>
          examples.map((example) => (
            <button
              type="button"
              key={example.about}
              onClick={() => {
                close();
                openExample(example);
              }}
            >
              <strong>{example.title}</strong>
              <span>
                {example.base ? 'Diff' : 'Lint'} · {example.about}
              </span>
            </button>
          ))
        }
      </Menu>
      <button type="button" class="main" onClick={() => void share()} title="Copy a link that holds the text itself">
        Share
      </button>
      <Theme />
    </header>
  );
}

function ModeButton({ of, name }: { of: Mode; name: string }) {
  return (
    <button type="button" aria-pressed={mode.value === of} onClick={() => changeMode(of)}>
      {name}
    </button>
  );
}

/** The database: chosen, or inferred, and then what tells so. */
function Target() {
  const inferred = current.value?.report.target;
  return (
    <div class="target">
      <select aria-label="Database" value={target.value} onChange={(event) => changeTarget(event.currentTarget.value)}>
        <option value="">{target.value === '' && inferred ? `Inferred: ${inferred.name}` : 'Inferred'}</option>
        {TARGETS.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      {inferred && (
        <span class="evidence" title={inferred.evidence}>
          {target.value === '' ? inferred.evidence : inferred.name}
        </span>
      )}
    </div>
  );
}
