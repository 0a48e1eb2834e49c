/** Keys by themselves, for those who check them and make no file: nothing else is loaded with them. */
export { publicKeyProblems } from './public-key.ts';
