/** Why somebody is not who they say. For the log, never for the caller; holds nothing of the credential. */
export class Unproven extends Error {
  override readonly name = 'Unproven';
}
