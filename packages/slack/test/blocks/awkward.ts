import fc from 'fast-check';

/** Texts that people and databases come up with: long, in any script, with marks and controls. */
export const awkward = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ unit: 'grapheme', minLength: 60, maxLength: 120 }),
    fc.constantFrom(
      '*bold* _it_ ~no~ `code` <!channel> <@U1> & <https://x|y>',
      '漢'.repeat(100),
      '🎉'.repeat(50),
      '\n\n\t',
      '```',
    ),
    fc.string({ unit: fc.constantFrom('a', '&', '<', '*', '\n', '😀'), minLength: 3000, maxLength: 4000 }),
  )
  .map(text => text.toWellFormed());
