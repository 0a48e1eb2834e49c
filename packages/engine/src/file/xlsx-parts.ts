/** The parts of a spreadsheet beside its sheets (ECMA-376): what they are called, and how cells look. */

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

export const sheetPath = (number: number): string => `xl/worksheets/sheet${number}.xml`;
const sheetName = (number: number): string => (number === 1 ? 'Rows' : `Rows ${number}`);

/** Everything but the sheets; written after them, when their number is known. */
export function otherParts(sheets: number): readonly { readonly name: string; readonly xml: string }[] {
  const numbers = Array.from({ length: sheets }, (_, i) => i + 1);
  const styleId = `rId${sheets + 1}`;
  return [
    { name: 'xl/styles.xml', xml: STYLES },
    {
      name: 'xl/workbook.xml',
      xml: `${DECLARATION}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${numbers
        .map(n => `<sheet name="${sheetName(n)}" sheetId="${n}" r:id="rId${n}"/>`)
        .join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      xml: relations([
        ...numbers.map(n => relation(`rId${n}`, 'worksheet', `worksheets/sheet${n}.xml`)),
        relation(styleId, 'styles', 'styles.xml'),
      ]),
    },
    { name: '_rels/.rels', xml: relations([relation('rId1', 'officeDocument', 'xl/workbook.xml')]) },
    {
      name: '[Content_Types].xml',
      xml: `${DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${[
        override('xl/workbook.xml', 'sheet.main'),
        override('xl/styles.xml', 'styles'),
        ...numbers.map(n => override(sheetPath(n), 'worksheet')),
      ].join('')}</Types>`,
    },
  ];
}

const relation = (id: string, type: string, target: string): string =>
  `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
const relations = (items: readonly string[]): string =>
  `${DECLARATION}<Relationships xmlns="${RELATIONS}">${items.join('')}</Relationships>`;
const override = (path: string, type: string): string =>
  `<Override PartName="/${path}" ContentType="${TYPES}.${type}+xml"/>`;

const format = (id: number, font = 0): string =>
  `<xf numFmtId="${id}" fontId="${font}" fillId="0" borderId="0" xfId="0"${id === 0 ? '' : ' applyNumberFormat="1"'}${font === 0 ? '' : ' applyFont="1"'}/>`;

/** Cell formats in the order of `STYLE`; 49 is text, 164 and above are the file's own. */
const STYLES = `${DECLARATION}<styleSheet xmlns="${MAIN}"><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/><numFmt numFmtId="166" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss.000"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font><font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="6">${[
  format(0),
  format(49, 1),
  format(49),
  format(164),
  format(165),
  format(166),
].join('')}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
