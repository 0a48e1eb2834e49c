/** The name of a file in its folder; throws for what would lead out of it, or is none. Runs name theirs so that none does. */
export function plainName(file: string): string {
  if (file === '' || file === '.' || file === '..' || /[/\0]/.test(file))
    throw new Error(`not the name of a file: ${file}`);
  return file;
}
