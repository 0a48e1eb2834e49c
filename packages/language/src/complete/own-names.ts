import type { Asked } from './asked.ts';
import type { Offer } from './offer.ts';

/** An export, template or model is usually called as its file is. */
export function ownNameOffers({ document, path }: Asked, of: string): Offer[] {
  if (path.length !== 1 || !['export', 'template', 'model'].includes(of)) return [];
  const stem = (document.file.split(/[/\\]/).at(-1) ?? '').replace(/\.\w+\.yaml$/, '');
  const name = of === 'template' ? stem.replace(/@\d+$/, '') : stem;
  return name === '' ? [] : [{ kind: 'name', label: name, text: name, detail: 'as the file is called' }];
}

/** Columns of the model's table, at the word of the SQL under the cursor. */
export function sqlOffers(asked: Asked, model: string | undefined): Offer[] {
  const { text, before } = asked.place.word;
  const from = before.length - (/[\p{L}_][\p{L}\p{N}_]*$/u.exec(before)?.[0].length ?? 0);
  const to = before.length + (/^[\p{L}\p{N}_]*/u.exec(text.slice(before.length))?.[0].length ?? 0);
  const found = asked.models.get(model);
  const fields = [
    ...(found?.fields.values() ?? []),
    ...(found?.custom.values() ?? []),
    ...(found?.extended.values() ?? []),
  ];
  return fields.flatMap((field): Offer[] =>
    field.column === undefined
      ? []
      : [
          {
            kind: 'field',
            label: field.column,
            text: field.column,
            detail: `${field.type} · ${field.label}`,
            from,
            to,
            open: true,
          },
        ],
  );
}
