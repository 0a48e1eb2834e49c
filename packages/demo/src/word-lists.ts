/** Ordinary words that the demo data is made of. */
export const FIRST_NAMES: readonly string[] = (
  'Anna Maria Lena Sophie Emma Laura Julia Sarah Hannah Lisa Eva Katharina Johanna Magdalena Theresa Elif Aylin Chloé Zoë ' +
  'Ivana Jana Petra Milena Olga Ingrid Astrid Noémi Réka Giulia Chiara Lukas David Paul Jakob Felix Maximilian Jonas Elias ' +
  'Tobias Florian Stefan Thomas Michael Andreas Peter Johann Franz Josef Karl Mehmet Emre Luca Matteo Marek Tomáš Jiří ' +
  'Zoltán Gábor Søren Björn André René Noah Ben Finn'
).split(' ');

export const LAST_NAMES: readonly string[] = (
  'Gruber Huber Bauer Wagner Müller Pichler Steiner Moser Mayer Hofer Leitner Berger Fuchs Eder Fischer Schmid Winkler ' +
  'Weber Schwarz Maier Schneider Reiter Mayr Schmidt Wimmer Egger Brunner Lang Baumgartner Auer Binder Lechner Wolf ' +
  'Wallner Aigner Ebner Koller Lehner Haas Schuster Novák Svoboda Horvat Kovács Nagy Tóth Rossi Bianchi Ferrari Yılmaz ' +
  'Demir Kaya Jovanović Petrović Popescu Kowalski Nowak Dubois Lefèvre Jensen'
).split(' ');

export const STREETS: readonly string[] = (
  'Hauptstraße Bahnhofstraße Ringstraße Kirchengasse Lindengasse Schulstraße Mühlweg Gartenweg Feldgasse Wiener Straße ' +
  'Mariahilfer Straße Am Graben Seestraße Bergweg Rosengasse Alleestraße Sonnenweg Römerstraße Dorfplatz Waldweg'
)
  .replaceAll(/ (Straße|Graben)/g, '_$1')
  .split(' ')
  .map(street => street.replaceAll('_', ' '));

/** City, postal code, country, language. Postal codes with leading zeros are among them. */
export const CITIES: readonly (readonly [city: string, postalCode: string, country: string, language: string])[] = [
  ['Wien', '1010', 'AT', 'de'],
  ['Wien', '1070', 'AT', 'de'],
  ['Wien', '1220', 'AT', 'de'],
  ['Graz', '8010', 'AT', 'de'],
  ['Linz', '4020', 'AT', 'de'],
  ['Salzburg', '5020', 'AT', 'de'],
  ['Innsbruck', '6020', 'AT', 'de'],
  ['Klagenfurt am Wörthersee', '9020', 'AT', 'de'],
  ['St. Pölten', '3100', 'AT', 'de'],
  ['München', '80331', 'DE', 'de'],
  ['Dresden', '01067', 'DE', 'de'],
  ['Leipzig', '04109', 'DE', 'de'],
  ['Köln', '50667', 'DE', 'de'],
  ['Berlin', '10115', 'DE', 'de'],
  ['Zürich', '8001', 'CH', 'de'],
  ['Genève', '1201', 'CH', 'fr'],
  ['Bratislava', '811 01', 'SK', 'sk'],
  ['Brno', '602 00', 'CZ', 'cs'],
  ['Győr', '9021', 'HU', 'hu'],
  ['Roma', '00184', 'IT', 'it'],
  ['Bozen/Bolzano', '39100', 'IT', 'de'],
  ['Ljubljana', '1000', 'SI', 'sl'],
];

export const ORDINARY_NOTES: readonly string[] = [
  'Called about the summer campaign.',
  'Prefers to be written to.',
  'Moved; new address confirmed.',
  'Asked for a paper card.',
  'Regular of the running club.',
];

export const COLORS: readonly (string | null)[] = ['red', 'blue', 'green', 'black', 'white', 'türkis', '', null];

export const PRODUCT_KINDS: readonly (readonly [category: string, noun: string])[] = [
  ['Shoes', 'Trail shoe'],
  ['Shoes', 'Hiking boot'],
  ['Shoes', 'Sandal'],
  ['Clothing', 'Rain jacket'],
  ['Clothing', 'Softshell trousers'],
  ['Clothing', 'Merino shirt'],
  ['Clothing', 'Wool socks (pair)'],
  ['Climbing', 'Rope 60 m'],
  ['Climbing', 'Carabiner, locking'],
  ['Camping', 'Tent for 2'],
  ['Camping', 'Sleeping bag −5 °C'],
  ['Camping', 'Gas stove'],
  ['Ski & Snow', 'Touring ski'],
  ['Ski & Snow', 'Goggles'],
  ['Food, drinks', 'Energy bar "Alm"'],
  ['Food, drinks', 'Trinkflasche 0,7 l'],
];

export const PRODUCT_LINES: readonly string[] = [
  'Northwind',
  'Großglockner',
  'Fjällräv',
  'Año Nuevo',
  "L'Alpe",
  'Basic',
];
