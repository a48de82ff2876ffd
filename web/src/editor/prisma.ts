/** Prisma's schema language for the editor's colours: a tokeniser, no judge. */

import { StreamLanguage, type StringStream } from '@codemirror/language';

interface State {
  /** What the block that is open declares: fields, values, or settings. */
  block: string;
  /** The next word is the name of a block. */
  names: boolean;
}

const BLOCKS = /^(?:model|enum|type|view|datasource|generator)\b/;
const SCALARS = /^(?:String|Boolean|Int|BigInt|Float|Decimal|DateTime|Json|Bytes|Unsupported)\b/;

function token(stream: StringStream, state: State): string | null {
  if (stream.eatSpace()) return null;
  const isFirst = stream.string.slice(0, stream.start).trim() === '';
  if (stream.match('///')) {
    stream.skipToEnd();
    return 'docComment';
  }
  if (stream.match('//')) {
    stream.skipToEnd();
    return 'comment';
  }
  if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return 'string';
  if (stream.match(/^@@?[\w.]+/)) return 'attributeName';
  if (stream.match(/^-?\d+(?:\.\d+)?/)) return 'number';
  if (stream.match(/^[{}]/)) {
    if (stream.current() === '}') state.block = '';
    return 'brace';
  }
  if (isFirst && state.block === '') {
    const word = stream.match(BLOCKS);
    if (word && typeof word !== 'boolean') {
      state.block = word[0];
      state.names = true;
      return 'keyword';
    }
  }
  if (stream.match(/^(?:true|false|null)\b/)) return 'bool';
  if (stream.match(SCALARS)) return 'typeName';
  if (stream.match(/^\w+(?=\s*\()/)) return 'variableName.function';
  if (stream.match(/^\w+(?=\s*:)/)) return 'labelName';
  if (stream.match(/^[\p{L}\p{N}_-]+/u)) {
    if (state.names) {
      state.names = false;
      return 'className';
    }
    if (isFirst) return 'propertyName';
    return /^\p{Lu}/u.test(stream.current()) ? 'typeName' : 'variableName';
  }
  stream.next();
  return null;
}

export const prisma = StreamLanguage.define<State>({
  name: 'prisma',
  startState: () => ({ block: '', names: false }),
  copyState: (state) => ({ ...state }),
  token,
  languageData: { commentTokens: { line: '//' }, indentOnInput: /^\s*\}$/ },
});
