/** Files that a person hands over, and what is said of those that are no texts. */

import type { Language } from './engine/protocol';
import { MAX_CHARACTERS, type SavedText } from './share';

/** What was wrong with a file, in words for a person. */
export class Refused extends Error {}

/** Reads a file as text. */
export async function readText(file: File): Promise<SavedText> {
  // Four bytes are the most that a character takes.
  if (file.size > 4 * MAX_CHARACTERS) throw new Refused(tooLong(file.name, file.size));
  const text = decoded(new Uint8Array(await file.arrayBuffer()));
  if (text === undefined) {
    throw new Refused(`${file.name} is no text: a schema is a .prisma or .sql file. Of a database, take a dump without data.`);
  }
  if (text.length > MAX_CHARACTERS) throw new Refused(tooLong(file.name, text.length));
  return { name: file.name, language: languageOf(file.name, text), text: text.replace(/\r\n?/g, '\n') };
}

export function tooLong(what: string, length: number): string {
  const size = (length / 1_000_000).toFixed(1);
  const most = MAX_CHARACTERS / 1_000_000;
  return `${what} has ${size} million characters, the playground takes ${most} million. Nothing was changed. The command line takes files of any size: npx shoring lint FILE`;
}

/** The text of bytes; undefined where they are none. Windows' programs write UTF-16, with a mark before it. */
function decoded(bytes: Uint8Array): string | undefined {
  const mark =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(mark, { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

/** What a text is written in: its name tells, or else how it begins. The person can choose another. */
export function languageOf(name: string, text: string): Language {
  if (/\.prisma$/i.test(name)) return 'prisma';
  if (/\.sql$/i.test(name)) return 'sql';
  return /^\s*(?:model|datasource|generator|enum|view|type)\s+\w+\s*\{/m.test(text) ? 'prisma' : 'sql';
}
