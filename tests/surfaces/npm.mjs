// Answers questions through the npm package: run by Node in a project that has it, with the entry and the way to ask it.
// Reads [{ base, head, options }, …] from standard input and prints [[is a report, text], …].
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';

const [entry, way] = process.argv.slice(1);
const shoring = way === 'require' ? createRequire(`${process.cwd()}/`)(entry) : await import(entry);

const file = ({ path, text, bytes, role }) => ({ path, text: text ?? Uint8Array.from(bytes), role });

/** A workspace in which every file is typed: first without its middle, which is added by an edit. */
function typed(base, head, options) {
  const workspace = new shoring.Workspace(options);
  for (const { path, text, role } of head) {
    const middle = typeof text === 'string' && /\.(prisma|sql)$/.test(path) ? Buffer.from(text) : undefined;
    // Places count bytes here, and must not lie inside a character.
    const boundary = (at) => {
      while (at < middle.length && (middle[at] & 0xc0) === 0x80) at += 1;
      return at;
    };
    const [start, end] = middle ? [boundary(middle.length >> 2), boundary(middle.length >> 1)] : [0, 0];
    if (start === end) {
      workspace.open({ path, text, role });
      continue;
    }
    workspace.open({ path, text: Buffer.concat([middle.subarray(0, start), middle.subarray(end)]), role });
    if (base === null) workspace.lint();
    workspace.change(path, [{ start, end: start, text: middle.subarray(start, end).toString() }]);
  }
  if (base === null) return workspace.lint();
  workspace.base(base);
  return workspace.diff();
}

function answer({ base, head, options }) {
  const [before, after] = [base?.map(file) ?? null, head.map(file)];
  try {
    let report;
    if (way === 'workspace') report = typed(before, after, options);
    else report = before === null ? shoring.lint(after, options) : shoring.diff(before, after, options);
    return [true, `${JSON.stringify(report, null, 2)}\n`];
  } catch (error) {
    if (!(error instanceof shoring.ShoringError)) throw error;
    return [false, `error: ${error.message}\n${error.help ? `  help: ${error.help}\n` : ''}`];
  }
}

console.log(JSON.stringify(JSON.parse(await text(process.stdin)).map(answer)));
