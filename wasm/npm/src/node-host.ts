/** What the command line needs of the machine: Node's files, git and terminal. The Rust side is `wasm/src/command_line.rs`. */

import { spawnSync } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { isatty, WriteStream } from 'node:tty';
import { filesBelow } from './files-below.js';
import type { RulePage } from './generated/types.js';

/** 128 + SIGPIPE, as a program in C ends whose reader has gone. */
const READER_GONE = 141;

/** Thrown where git ends with another status than 0. */
export interface GitFailure {
  status: number | null;
  stderr: string;
}

/** Whether an error is one of the system's with this name. */
function is(error: unknown, ...names: string[]): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && names.includes(String(error.code));
}

/** Waits without work: a pipe that is full, or has nothing yet. */
function wait(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
}

export class NodeHost {
  kindOf(path: string): number {
    try {
      return statSync(path).isDirectory() ? 2 : 1;
    } catch (error) {
      // It is there, and may not be looked at.
      return is(error, 'EACCES', 'EPERM') ? 1 : 0;
    }
  }

  currentFolder(): string {
    try {
      return process.cwd().replaceAll('\\', '/');
    } catch {
      // A folder that is gone has no path; nothing is found above it.
      return '/';
    }
  }

  open(path: string): number {
    const file = openSync(path, 'r');
    if (fstatSync(file).isDirectory()) {
      closeSync(file);
      throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' });
    }
    return file;
  }

  read(file: number, into: Uint8Array): number {
    for (;;) {
      try {
        return readSync(file, into);
      } catch (error) {
        // Windows says so where a pipe ends.
        if (is(error, 'EOF')) return 0;
        if (!is(error, 'EAGAIN', 'EINTR')) throw error;
        wait();
      }
    }
  }

  close(file: number): void {
    closeSync(file);
  }

  filesBelow(folder: string): string[] {
    return filesBelow(folder);
  }

  write(path: string, text: string): void {
    writeFileSync(path, text);
  }

  out(text: string): void {
    this.#print(1, text);
  }

  err(text: string): void {
    this.#print(2, text);
  }

  #print(file: number, text: string): void {
    const bytes = Buffer.from(text);
    let done = 0;
    while (done < bytes.length) {
      try {
        done += writeSync(file, bytes, done);
      } catch (error) {
        if (is(error, 'EAGAIN', 'EINTR')) {
          wait();
        } else if (file === 1) {
          // A reader who has gone (`| head`) ends the program quietly.
          process.exit(READER_GONE);
        } else {
          return;
        }
      }
    }
  }

  isTerminal(file: number): boolean {
    return isatty(file);
  }

  columns(): number {
    for (const file of [1, 2]) {
      if (isatty(file)) return new WriteStream(file).columns || 0;
    }
    return 0;
  }

  elapsed(): number {
    return performance.now();
  }

  today(): string {
    return new Date().toISOString().slice(0, 10);
  }

  rulePage(rule: string): string {
    const pages = JSON.parse(readFileSync(new URL('./rules.json', import.meta.url), 'utf8')) as RulePage[];
    return pages.find((it) => it.name === rule)?.page ?? '';
  }

  jsonSchema(of: string): string {
    return readFileSync(new URL(`./${of}.schema.json`, import.meta.url), 'utf8');
  }

  variable(name: string): string | undefined {
    return process.env[name];
  }

  git(args: string[]): Uint8Array {
    // A repository's settings may name a program that watches its files: nothing of it is run.
    const all = ['--no-pager', '-c', 'core.fsmonitor=false', ...args];
    const env = { ...process.env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' };
    const done = spawnSync('git', all, { env, stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: Number.MAX_SAFE_INTEGER });
    if (done.error) throw done.error;
    if (done.status !== 0) {
      const failure: GitFailure = { status: done.status, stderr: done.stderr.toString() };
      throw failure;
    }
    return done.stdout;
  }
}
