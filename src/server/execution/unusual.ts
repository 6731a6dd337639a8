/** What the writer leaves to graphql-js: an error, or a feature it does not know. Never leaves `execution`. */
export class Unusual extends Error {
  override readonly name = 'Unusual';
}
