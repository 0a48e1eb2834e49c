import type { FieldType } from '../catalog/index.ts';

/** Ends of names of columns that hold what tells who somebody is. Names are those of the catalog: `last_name`. */
const PERSONAL = [
  /(^|_)e?_?mail(_(address|addr|adr))?$/,
  /(^|_)(phone|mobile|cell|cellphone|telephone|tel|fax|msisdn|whatsapp|telefon|handy)(_(number|no|nr|num))?$/,
  /(^|_)(first|last|middle|full|given|family|maiden|birth|sur|fore|display|contact|recipient|card_?holder|account_?holder)_?name$/,
  /(^|_)(surname|forename|lastname|firstname|fullname|vorname|nachname|fname|lname|username|user_name|login)$/,
  /(^|_)(birth_?date|birth_?day|date_of_birth|dob|born(_on)?|geburtsdatum)$/,
  /(^|_)(address|addr|address_?line|street(_name|_address)?|strasse|straße|house_(number|no|nr))$/,
  /(^|_)(iban|bic|swift|bank_account|account_(number|no|nr)|card_(number|no|nr)|credit_card|pan)$/,
  /(^|_)(ssn|social_security(_(number|no|nr))?|passport(_(number|no|nr))?|national_id|tax_id|vat_id|vat_(number|no|nr)|id_card|driving_licen[cs]e)$/,
  /(^|_)ip(_?(address|addr))?$/,
];
/** Of these tables a plain `name` is a person's. */
const PEOPLE =
  /(^|_)(customer|client|user|member|person|people|contact|employee|staff|subscriber|guest|patient|student|visitor|buyer|passenger|lead|account_holder|kunde|mitarbeiter)(s|en|n)?$/;
const SECRET =
  /(^|_)(password|passwd|passwort|pwd|password_?(hash|digest|salt)|passphrase|salt|(api|access|secret|private|auth)_?(key|token|secret)|refresh_token|reset_token|session_token|totp_secret|otp_secret|secret|token|pin_code)(_?hash)?$/;

/** Whether a field's name says that it tells who somebody is; only guessed from texts and birthdays. */
export function isPersonal(name: string, type: FieldType, table: string): boolean {
  if (type !== 'string' && type !== 'date' && type !== 'datetime') return false;
  const base = name.replace(/_?\d+$/, '');
  if (type !== 'string') return /birth|(^|_)dob$|^born/.test(base);
  return PERSONAL.some(pattern => pattern.test(base)) || (base === 'name' && PEOPLE.test(table));
}

/** Whether a column holds what lets people in: nothing that a file should ever carry. */
export const isSecret = (name: string, type: FieldType): boolean => type === 'string' && SECRET.test(name);
