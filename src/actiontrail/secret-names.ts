import { memoized } from './memoized.ts';

// Which names tell of secrets. Data first, then the few rules that read it. Names are compared as lower-case words
// ("AccountPassword", "account_password" and "ACCOUNT-PASSWORD" are the same two), flattened ones part by part.

/**
 * SECRET: the value is one, whatever its type. SECRETIVE: it speaks of a secret, so texts and what lies below are
 * masked, numbers stay. ACCESS_KEY: the id of a key or the key itself, to be told by its look. HARMLESS: may be shown even among secrets.
 */
export type Judgement = 'SECRET' | 'SECRETIVE' | 'ACCESS_KEY' | 'HARMLESS' | 'PLAIN';

/** Wherever they stand in a name, also inside a word: `dbpassword`, `PASSWORDHASH`. */
const stems = [
  'password',
  'passwd',
  'passwrd',
  'passphrase',
  'secret',
  'token',
  'credential',
  'privatekey',
  'kubeconfig',
] as const;

/** Only as whole words, since other names contain them: `UserDatabase`, `pwdless`. */
const phrases = [
  'pwd',
  'pswd',
  'psw',
  'dbpass',
  'loginpass',
  'userpass',
  'rootpass',
  'adminpass',
  'passcode',
  'passkey',
  'pincode',
  'userdata',
  'apikey',
  'authkey',
  'sessionkey',
  'sharedkey',
  'presharedkey',
  'signingkey',
  'hmackey',
  'licensekey',
  'keytab',
  'pfx',
  'authinfo',
  'keydata',
  'keymaterial',
  'plaintext',
  'samlassertion',
  'stringseed',
  'qrcodepng',
  'mfacode',
  'smscode',
  'authcode',
  'authenticationcode',
  'verificationcode',
  'verifycode',
  'securitycode',
  'commandcontent',
] as const;

/** Only as the last word: a `Signature` is one, a `SignatureMethod` is not. */
const lastWords = new Set([
  'pass',
  'pw',
  'psk',
  'jwt',
  'otp',
  'sk',
  'sig',
  'signature',
  'cookie',
  'cookies',
  'authorization',
]);

/** Tags are written in Chinese too: password, key, pass phrase, token. */
const chineseStems = /密码|密钥|口令|令牌/;
/** Policy, length, validity, type, name, rule, times, state, id. */
const chineseAboutWords = /(?:策略|长度|有效期|类型|名称|规则|次数|状态|编号|ID)$/i;

/** Whole names that contain a stem and are none. Joined, lower case. */
const harmlessNames = new Set([
  // Idempotency and paging.
  'clienttoken',
  'clientrequesttoken',
  'idempotencytoken',
  'idempotenttoken',
  'nexttoken',
  'nextpagetoken',
  'pagetoken',
  'paginationtoken',
  'previoustoken',
  'prevtoken',
  'continuationtoken',
  'continuetoken',
  'startingtoken',
  'resumetoken',
  'scrolltoken',
  'synctoken',
  // "optional" or "required": whether instance metadata needs one.
  'httptokens',
  // Amounts of text.
  'maxtokens',
  'inputtokens',
  'outputtokens',
  'totaltokens',
  'prompttokens',
  'completiontokens',
  // Key id, date and region of a signed URL.
  'xosscredential',
  'xamzcredential',
  // As recorded for whoever assumed a role, however they are written.
  'ststokenplayeruid',
  'ststokenprincipalname',
  'secretary',
  'tokenizer',
  'tokenization',
]);

/** Last words of names that say something about a secret instead of telling it: `SecretName`, `TokenExpiration`. */
const aboutWords = new Set(
  (
    'id ids uid uids name names arn arns type types kind status state mode method algorithm format encoding provider ' +
    'source issuer audience scope scopes version versions stage stages time date at on timestamp expiration expires ' +
    'expire expiry expired ttl duration seconds minutes hours days age interval window count length size ' +
    'limit max min quota usage attempts prevention strength complexity policy policies rule rules required require ' +
    'enable enabled disable disabled allowed inherit inherited inheritance changed modified updated created ' +
    'deleted rotated rotation check checked bound managed region regions owner group role user username principal ' +
    'description comment label labels tag tags url uri endpoint host path index order fingerprint bucket rate burst capacity in'
  ).split(' '),
);

/**
 * What a name promises about its value. `name` may be flattened: `Accounts.1.AccountPassword`. Of names alone the judgement is
 * remembered: what comes as a key but is the body of a form holds its secret.
 */
export function judgeName(name: string): Judgement {
  return /^[\w.[\]-]*$/.test(name) ? judged(name) : judgePath(name);
}

/** What it promises when a name above it told of a secret: then everything is one that is not about it. */
export function judgeNameBelowSecret(name: string): Judgement {
  const judgement = judgeName(name);
  return judgement !== 'PLAIN' ? judgement : isAbout(lastPartOf(name)) ? 'HARMLESS' : 'SECRET';
}

const judged = memoized(judgePath);

/** The last part decides; below a part that names a secret all is secret but what is harmless by name. */
function judgePath(name: string): Judgement {
  const parts = partsOf(name);
  const last = parts.at(-1) ?? '';
  const judgement = judgePart(last);
  if (judgement !== 'PLAIN') return judgement;
  const isBelow = parts.some((part) => judgePart(part) === 'SECRET' || judgePart(part) === 'SECRETIVE');
  if (!isBelow) return 'PLAIN';
  return isAbout(last) ? 'HARMLESS' : 'SECRETIVE';
}

/** Without the numbers of list items. */
function partsOf(name: string): readonly string[] {
  return name.split(/[.[\]]/).filter((part) => /\D/.test(part));
}

function lastPartOf(name: string): string {
  return partsOf(name).at(-1) ?? '';
}

function isAbout(part: string): boolean {
  return aboutWords.has(wordsOf(part).at(-1) ?? '');
}

function judgePart(part: string): Judgement {
  if (chineseStems.test(part)) return chineseAboutWords.test(part) ? 'HARMLESS' : 'SECRET';
  const words = wordsOf(part);
  const joined = words.join('');
  if (harmlessNames.has(joined)) return 'HARMLESS';
  const end = endOfSecret(words, joined);
  const lastWord = words.at(-1) ?? '';
  if (end === null) {
    if (/(?:access|encryption|master)key$/.test(joined)) return 'ACCESS_KEY';
    return joined.endsWith('accesskeyid') ? 'HARMLESS' : 'PLAIN';
  }
  if (end === joined.length) return 'SECRET';
  // A plural may count them: `Tokens: 512`.
  if (joined.slice(end) === 's') return 'SECRETIVE';
  return aboutWords.has(lastWord) || aboutWords.has(joined.slice(end)) ? 'HARMLESS' : 'SECRETIVE';
}

/** Where the last secret-telling word of a name ends; null when there is none. */
function endOfSecret(words: readonly string[], joined: string): number | null {
  if (lastWords.has(words.at(-1) ?? '')) return joined.length;
  const ends = stems.map((stem) => [joined.lastIndexOf(stem), stem.length] as const);
  const starts = boundariesOf(words);
  for (const phrase of phrases) {
    const at = joined.lastIndexOf(phrase);
    if (starts.has(at) && starts.has(at + phrase.length)) ends.push([at, phrase.length]);
  }
  const found = ends.filter(([at]) => at !== -1).map(([at, length]) => at + length);
  return found.length === 0 ? null : Math.max(...found);
}

function boundariesOf(words: readonly string[]): ReadonlySet<number> {
  let at = 0;
  return new Set([0, ...words.map((word) => (at += word.length))]);
}

/** Words of camel case, snake case and the like, lower case, without numbers: `AuthenticationCode1` has two. */
function wordsOf(part: string): readonly string[] {
  return (part.match(/[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+/g) ?? []).map((word) => word.toLowerCase());
}
