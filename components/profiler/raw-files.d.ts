// Files that are bundled as texts: what they hold is for browsers.

declare module '*?raw' {
  const text: string;
  export default text;
}
