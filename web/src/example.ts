/** An entry of the examples menu; `build/examples.ts` makes them. */

export interface Text {
  name: string;
  text: string;
}

/** One text to look at, or two to compare. */
export interface Example {
  title: string;
  about: string;
  head: Text;
  base?: Text;
}
