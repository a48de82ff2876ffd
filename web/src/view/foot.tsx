/** The line below: what was understood, how long it took, and commands to take along. */

import { computed } from '@preact/signals';
import { copy, current, docs, isBehind, mode, target, textOf } from '../state';
import { Menu } from './menu';
import { count } from './words';

const understood = computed(() => {
  const report = current.value?.report;
  if (!report) return undefined;
  const sum = (of: 'understood' | 'total') => report.files.reduce((all, file) => all + file[of], 0);
  const isPrisma = report.files.every((file) => file.language === 'prisma');
  return `${sum('understood')} of ${count(sum('total'), isPrisma ? 'block' : 'piece')} understood`;
});

export function Foot() {
  const { value } = current;
  return (
    <footer class="foot">
      <span class="told" aria-live="off">
        {value && (
          <>
            {understood.value} ·{' '}
            <span class={isBehind.value ? 'behind' : ''}>{Math.max(1, Math.round(value.milliseconds))} ms</span> ·{' '}
          </>
        )}
        Nothing you type leaves this page
      </span>
      <span class="gap" />
      <span class="keys">
        <kbd>F8</kbd> next finding
      </span>
      <Menu name="Copy as…" up>
        {(close) =>
          COMMANDS.map(({ name, about, text }) => (
            <button
              type="button"
              key={name}
              onClick={() => {
                close();
                void copy(text(), `Copied for ${name}:`);
              }}
            >
              <strong>{name}</strong>
              <span>{about}</span>
            </button>
          ))
        }
      </Menu>
    </footer>
  );
}

const COMMANDS = [
  { name: 'the command line', about: 'npx shoring …', text: commandLine },
  { name: 'curl', about: 'the same question over HTTP', text: curl },
  { name: 'CI', about: 'a step of GitHub Actions', text: ci },
  { name: 'shoring.toml', about: 'the configuration of a project', text: config },
];

/** A word that a shell takes as it is. */
function quoted(word: string): string {
  return /^[\w./:=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function commandLine(): string {
  const { schema, base, head } = docs.value;
  const option = target.value === '' ? '' : ` --target ${target.value}`;
  return mode.value === 'lint'
    ? `npx shoring lint ${quoted(schema.name)}${option}`
    : `npx shoring diff ${quoted(base.name)} ${quoted(head.name)}${option}`;
}

function curl(): string {
  const { schema, base, head } = docs.value;
  const { origin } = location;
  if (mode.value === 'lint') {
    const query = new URLSearchParams({
      language: schema.language,
      ...(target.value === '' ? {} : { target: target.value }),
    });
    return `curl ${quoted(`${origin}/v1/lint?${query}`)} \\\n  --header 'Content-Type: text/plain' \\\n  --data-binary ${quoted(`@${schema.name}`)}`;
  }
  // The texts are in it: what is sent is what is seen.
  const file = (name: string, doc: 'base' | 'head') => ({ [name]: textOf(doc) });
  const options = target.value === '' ? {} : { options: { target: target.value } };
  const body = JSON.stringify({ base: file(base.name, 'base'), head: file(head.name, 'head'), ...options }, null, 2);
  return `curl ${quoted(`${origin}/v1/diff`)} \\\n  --header 'Content-Type: application/json' \\\n  --data-binary @- <<'SCHEMAS'\n${body}\nSCHEMAS`;
}

function ci(): string {
  const option = target.value === '' ? '' : ` --target ${target.value}`;
  return `name: Schema
on: pull_request
jobs:
  shoring:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with:
          fetch-depth: 0
      - run: npx shoring check${option}
`;
}

function config(): string {
  const inferred = current.value?.report.target;
  const name = target.value === '' ? inferred?.name : target.value;
  const why = target.value === '' && inferred ? `  # ${inferred.evidence}` : '';
  return `${name === undefined ? '' : `target = ${JSON.stringify(name)}${why}\n`}
[rules]
# ${current.value?.report.findings[0]?.rule ?? 'RULE'} = "off"
`;
}
