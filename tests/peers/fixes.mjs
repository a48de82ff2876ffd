// Reads [{ name, before: [[path, text], …], after: [[path, text], …] }, …] from standard input: schemas before and after a fix. Prints for
// each whether Prisma's formatter leaves the texts before as they are, what it makes of those after, and whether both have one client.
import { createRequire } from 'node:module';

const { format, get_dmmf } = createRequire(import.meta.url)('@prisma/prisma-schema-wasm');

const formatted = (files) => {
  const options = { textDocument: { uri: `file:${files[0][0]}` }, options: { tabSize: 2, insertSpaces: true } };
  return JSON.parse(format(JSON.stringify(files), JSON.stringify(options)));
};

// Refused in a schema since Prisma 7, and needed before: blanked.
const withoutAddresses = (text) =>
  text.replace(/^([ \t]*)(url|directUrl|shadowDatabaseUrl)([ \t]*=[^\r\n]*)/gm, (line) => ' '.repeat(line.length));

// What the client is made of; indexes are none of it.
const client = (files) => {
  try {
    const prismaSchema = files.map(([path, text]) => [path, withoutAddresses(text)]);
    const { indexes, ...rest } = JSON.parse(get_dmmf(JSON.stringify({ prismaSchema, noColor: true }))).datamodel;
    return JSON.stringify(rest);
  } catch {
    return null;
  }
};

let input = '';
for await (const chunk of process.stdin) input += chunk;
const answers = JSON.parse(input).map(({ name, before, after }) => {
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  const [old, now] = [client(before), client(after)];
  return {
    name,
    was_formatted: same(formatted(before), before),
    formatted: formatted(after),
    client: old === null ? 'none' : old === now ? 'same' : 'another',
  };
});
console.log(JSON.stringify(answers));
