import type { Code, Refusal } from './generated/types.js';
import type { ShoringError as Public } from './public.js';

export class ShoringError extends Error implements Public {
  override readonly name = 'ShoringError';
  readonly code: Code;
  readonly help?: string;

  constructor(code: Code, message: string, help?: string) {
    super(message);
    this.code = code;
    if (help !== undefined) this.help = help;
  }
}

/** Whether a thrown value is what the engine refuses with: a plain object, never an `Error`. */
export function isRefusal(thrown: unknown): thrown is Refusal {
  return typeof thrown === 'object' && thrown !== null && !(thrown instanceof Error) && 'code' in thrown && 'message' in thrown;
}
