// Reads [{ name, files: [[path, text], …] }, …] from standard input and prints, for each, how many errors Prisma's own
// validator has, its first message, and where its warnings are (UTF-16 units). `url` is refused since Prisma 7 and needed before: it is left out of the count.
import { createRequire } from 'node:module';

const { lint } = createRequire(import.meta.url)('@prisma/prisma-schema-wasm');

let input = '';
for await (const chunk of process.stdin) input += chunk;
const answers = JSON.parse(input).map(({ name, files }) => {
  const found = JSON.parse(lint(JSON.stringify(files)));
  const errors = found.filter(
    (it) => !it.is_warning && !/datasource property `(url|directUrl|shadowDatabaseUrl)`/.test(it.text),
  );
  const warnings = found
    .filter((it) => it.is_warning)
    .map(({ file_name, start, end, text }) => ({ file: file_name, start, end, text }));
  return { name, errors: errors.length, first: errors[0]?.text ?? '', warnings, texts: errors.map(({ text }) => text) };
});
console.log(JSON.stringify(answers));
