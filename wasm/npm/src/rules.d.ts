import type { RulePage } from './generated/types.js';

declare const pages: readonly RulePage[];
export default pages;
