/** Light, dark, or as the system has it. */

import { effect, signal } from '@preact/signals';
import { Icon } from './icon';

const KEY = 'shoring.theme';
const ALL = ['system', 'light', 'dark'] as const;
type Theme = (typeof ALL)[number];

const theme = signal<Theme>(ALL.find((it) => it === stored()) ?? 'system');

effect(() => {
  document.documentElement.dataset.theme = theme.value;
  try {
    localStorage.setItem(KEY, theme.value);
  } catch {
    // It holds until the page is left.
  }
});

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function Theme() {
  const next = ALL[(ALL.indexOf(theme.value) + 1) % ALL.length] ?? 'system';
  return (
    <button
      type="button"
      class="icon"
      aria-label={`Colours: ${theme.value}. Change to ${next}`}
      title={`Colours: ${theme.value}`}
      onClick={() => (theme.value = next)}
    >
      <Icon name={theme.value} />
    </button>
  );
}
