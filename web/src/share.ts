/** The state of the page, and its two ways of lasting: in a link, and in this browser. */

import { ALL_DOCS, DOCS, type DocName, type Language, type Mode } from './engine/protocol';

/** The most characters of one text. More than a link or the browser's storage would take is no text for a playground. */
export const MAX_CHARACTERS = 2_000_000;

export interface SavedText {
  name: string;
  language: Language;
  text: string;
}

export interface Saved {
  mode: Mode;
  /** The target that was chosen; absent: inferred. */
  target?: string;
  docs: Partial<Record<DocName, SavedText>>;
}

const PREFIX = '#s1=';
const KEY = 'shoring.playground';
/** What was there before a link was opened. */
const KEY_BEFORE = 'shoring.playground.before';

/** A link that holds a state. */
export async function linkOf(state: Saved): Promise<string> {
  const packed = new Blob([JSON.stringify(state)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  const code = btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  return `${location.origin}${location.pathname}${PREFIX}${code}`;
}

export function isLink(hash: string): boolean {
  return hash.startsWith(PREFIX);
}

/** The state in a link; undefined where it is broken, or larger than the page takes. */
export async function openLink(hash: string): Promise<Saved | undefined> {
  try {
    const code = hash.slice(PREFIX.length).replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(code), (it) => it.charCodeAt(0));
    const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return saved(JSON.parse(await limited(unpacked)));
  } catch {
    return undefined;
  }
}

/** A text of a stream that may have been made to grow without end. */
async function limited(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const reader = stream.getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    // Escapes may double a text.
    if (text.length > 4 * MAX_CHARACTERS + 10_000) {
      await reader.cancel();
      throw new Error('too large');
    }
  }
}

/** What this browser keeps. Each text has an entry of its own: typing into one does not write the others again. */
export function load(): Saved | undefined {
  return read(() => {
    const state: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (!isObject(state) || !isObject(state.docs)) return undefined;
    const docs = Object.entries(state.docs).map(([doc, it]) => [
      doc,
      isObject(it) ? { ...it, text: localStorage.getItem(`${KEY}.${doc}`) } : it,
    ]);
    return { ...state, docs: Object.fromEntries(docs) };
  });
}

export function loadBefore(): Saved | undefined {
  return read(() => JSON.parse(localStorage.getItem(KEY_BEFORE) ?? 'null'));
}

/** Keeps what was there before a link was opened. */
export function keepBefore(): void {
  try {
    const state = load();
    if (state) localStorage.setItem(KEY_BEFORE, JSON.stringify(state));
  } catch {
    // Without storage there is nothing to keep.
  }
}

/** Everything but the texts, which are asked for where they have changed. */
export interface Summary {
  mode: Mode;
  target?: string;
  docs: Record<DocName, Omit<SavedText, 'text'>>;
}

/** Whether it could be kept: the browser may be told to keep nothing, or have no room. */
export function save(state: Summary, changed: Iterable<DocName>, textOf: (doc: DocName) => string): boolean {
  try {
    for (const doc of changed) localStorage.setItem(`${KEY}.${doc}`, textOf(doc));
    localStorage.setItem(KEY, JSON.stringify(state));
    return true;
  } catch {
    return false;
  }
}

function read(value: () => unknown): Saved | undefined {
  try {
    return saved(value());
  } catch {
    return undefined;
  }
}

/** A value from outside, as far as it is a state. */
function saved(value: unknown): Saved | undefined {
  if (!isObject(value)) return undefined;
  const { mode, target, docs } = value;
  if ((mode !== 'lint' && mode !== 'diff') || !isObject(docs)) return undefined;
  const state: Saved = { mode, docs: {} };
  if (typeof target === 'string' && target.length < 100) state.target = target;
  for (const doc of ALL_DOCS) {
    const it = docs[doc];
    if (!isObject(it)) continue;
    const { name, language, text } = it;
    if (typeof name !== 'string' || typeof text !== 'string' || text.length > MAX_CHARACTERS) return undefined;
    if (language !== 'prisma' && language !== 'sql') return undefined;
    state.docs[doc] = { name: name.slice(0, 200), language, text };
  }
  return DOCS[mode].every((doc) => state.docs[doc]) ? state : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
