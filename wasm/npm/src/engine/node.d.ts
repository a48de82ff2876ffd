export * from './library.js';
export { default } from './library.js';
