// Reads [{ name, files: [[path, text], …] }, …] from standard input and prints, for each, the errors and warnings of Prisma's own
// validator: { errors: [{ file, start, end, text }], warnings: […] }, in UTF-16 units. `url` is refused since Prisma 7 and needed
// before: blanks are read in its place, since nothing else is looked at where it is refused. Where the validator itself ends in a panic, the answer is { panic }.
import { createRequire } from 'node:module';

const { lint } = createRequire(import.meta.url)('@prisma/prisma-schema-wasm');

let input = '';
for await (const chunk of process.stdin) input += chunk;
const answers = JSON.parse(input).map(({ name, files }) => {
  try {
    const moved = /^[ \t]*(url|directUrl|shadowDatabaseUrl)[ \t]*=.*$/gm;
    const without = files.map(([path, text]) => [path, text.replace(moved, (line) => line.replace(/[^\r]/g, ' '))]);
    const found = JSON.parse(lint(JSON.stringify(without))).map(({ file_name, start, end, text, is_warning }) => ({
      file: file_name,
      start,
      end,
      text,
      is_warning,
    }));
    return {
      name,
      errors: found.filter((it) => !it.is_warning),
      warnings: found.filter((it) => it.is_warning),
    };
  } catch (error) {
    return { name, panic: String(error), errors: [], warnings: [] };
  }
});
console.log(JSON.stringify(answers));
