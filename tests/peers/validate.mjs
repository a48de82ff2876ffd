// Reads [{ name, files: [[path, text], …] }, …] from standard input and prints, for each, how many errors Prisma's own
// validator has, and its first message. `url` is refused since Prisma 7 and needed before: it is left out of the count.
import { createRequire } from 'node:module';

const { lint } = createRequire(import.meta.url)('@prisma/prisma-schema-wasm');

let input = '';
for await (const chunk of process.stdin) input += chunk;
const answers = JSON.parse(input).map(({ name, files }) => {
  const found = JSON.parse(lint(JSON.stringify(files)));
  const errors = found.filter(
    (it) => !it.is_warning && !/datasource property `(url|directUrl|shadowDatabaseUrl)`/.test(it.text),
  );
  return { name, errors: errors.length, first: errors[0]?.text ?? '' };
});
console.log(JSON.stringify(answers));
