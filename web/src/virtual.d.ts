/** What the build puts into the page. */
declare module 'virtual:examples' {
  import type { Example } from './example';
  const examples: readonly Example[];
  export default examples;
}
