import { describe, expect, it } from 'vitest';
import { judgeName } from '../../src/actiontrail/secret-names.ts';

const table = (names: string): string[] => names.trim().split(/\s+/);

describe('a name', () => {
  it.each(
    table(`
      Password password PASSWORD PassWord AccountPassword accountpassword ACCOUNT_PASSWORD account-password
      DBPassword dbpassword Password1 NewPassword OldPassword VncPassword Accounts.1.AccountPassword Password.2
      Passwd RootPwd db_pwd DbPass Passphrase Passcode PinCode
      Secret secret AccessKeySecret accesskeysecret ACCESSKEYSECRET ClientSecret AppSecret KeySecret
      Token SecurityToken securityToken x-acs-security-token security-token AuthToken IdToken OIDCToken accessToken
      AuthorizationToken LoginToken TokenCode.Token Credential PrivateKey private_key ServerPrivateKey
      KubeConfig kubeconfig kube_config UserData userData user-data USER_DATA LaunchTemplateData.UserData
      ApiKey api_key SessionKey PreSharedKey Psk IpsecConfig.Psk KeyMaterial Plaintext SAMLAssertion
      Base32StringSeed QRCodePNG AuthenticationCode1 VerifyCode CommandContent
      Signature x-oss-signature Cookie Authorization sk 密码 数据库密码 访问令牌 client-key-data
      loginpass dbpass pw UserPw pswd psw Passwrd PassKey LicenseKey AuthInfo jwt userJwt SmsCode Pfx Keytab
    `),
  )('tells a secret: %s', (name) => {
    expect(judgeName(name)).toBe('SECRET');
  });

  it.each(
    table(`
      SecretData SecretString SecretValue SecretAccessKey PasswordHash PasswordEncrypted EncryptedPasswordText TokenValue
      TokenCode PrivateKeyBody PrivateKeyContent UserDataBase64 KubeConfigContent PasswordHint Secret.1.Data
      Credentials Secrets Tokens credentials.0.value Tokens.1
    `),
  )('speaks of a secret: %s', (name) => {
    expect(judgeName(name)).toBe('SECRETIVE');
  });

  it.each(
    table(`
      ClientToken clientToken NextToken nextToken PageToken HttpTokens MetadataOptions.HttpTokens maxTokens MaxTokens
      stsTokenPlayerUid stsTokenPrincipalName STSTOKENPLAYERUID AccessKeyId accessKeyId OSSAccessKeyId EventAccessKeyId
      SecretName SecretId SecretArn SecretDataType SecretVersionIds TokenExpiration TokenType TokenId SecurityTokenExpires
      PasswordPolicy PasswordResetRequired PasswordInherit PasswordExpireDays MaxPasswordAge MinimumPasswordLength
      PasswordReusePrevention CredentialReportId x-acs-credentials-provider x-oss-credential UserDataFormat
      PrivateKeyId TokenUrl Credentials.AccessKeyId Credentials.1.Expiration Tokenization secretary
      TokenBucket TokenBucketCapacity PasskeyId PasskeyName LicenseKeyId 密码策略 密码长度
    `),
  )('only looks like one: %s', (name) => {
    expect(judgeName(name)).toBe('HARMLESS');
  });

  it.each(
    table(`
      InstanceId KeyPairName PublicKeyBody UserDatabase userDatabaseName RegionId CompassId Passenger PassRate Pwdless
      SignatureMethod SignatureNonce SignatureVersion AuthorizationType Description Key Value Tag.1.Key Tag.1.Value
      DiskType Sketch TaskId KeyState EncryptionKeyId Sign Design Prefix compass Bypass Power RoleSessionName PolicyName EventRW ConnectionString
      LookupAttribute.1.Key X-Acs-Client-Tls-Cipher-Suite HostId __proto__ constructor 1 _
    `),
  )('has nothing to do with one: %s', (name) => {
    expect(judgeName(name)).toBe('PLAIN');
  });

  it.each(
    table('AccessKey accessKey UserAccessKey EncryptionKey MasterKey'),
  )('may be a key id or its secret: %s', (name) => {
    expect(judgeName(name)).toBe('ACCESS_KEY');
  });
});
