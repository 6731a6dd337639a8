import type { Random } from '../../random.ts';
import { actionOf } from '../actions.ts';
import { CANARY, DECOY } from '../canary.ts';
import type { Action, EventDetails, EventRow } from '../row.ts';
import { anySecond, type Story } from '../slot.ts';
import { pickService, pickStanding } from '../stage.ts';
import { someoneAtWork } from './daily-work.ts';

type Tell = (secret: string, row: EventRow, random: Random) => EventDetails;

const sheet = (
  service: string,
  version: string,
  name: string,
  tell: Tell,
  fields: Partial<Action> = {},
): Action =>
  actionOf({
    service,
    host: `${service.toLowerCase()}.{region}.aliyuncs.com`,
    version,
    name,
    isSensitive: true,
    details: (row, random) => tell(`${CANARY}${random.hex(20)}`, row, random),
    ...fields,
  });

const inText = (value: unknown): string => JSON.stringify(value);

/** Begins with the canary, so that the canary can be found in the encoded text too. */
const userData = (secret: string): string => Buffer.from(`${secret}\n#!/bin/sh\n`).toString('base64');

/** Every place where audit events are known to carry secrets: plain, flattened, in tags, in texts, in signed URLs. */
const REGIONAL: readonly Action[] = [
  sheet('Rds', '2014-08-15', 'CreateAccount', (secret) => ({
    requestParameters: { AccountName: 'app', AccountPassword: secret, AccountDescription: '订单库' },
  })),
  sheet('Polardb', '2017-08-01', 'CreateAccounts', (secret, _, random) => ({
    requestParameters: {
      'Accounts.1.AccountName': 'reader',
      'Accounts.1.AccountPassword': secret,
      ClientToken: `${DECOY}${random.hex(12)}`,
    },
  })),
  sheet('Ecs', '2014-05-26', 'RunInstances', (secret, _, random) => ({
    requestParameters: {
      UserData: userData(secret),
      Password: secret,
      PasswordInherit: false,
      ClientToken: `${DECOY}${random.hex(12)}`,
    },
  })),
  sheet('Ecs', '2014-05-26', 'TagResources', (secret) => ({
    requestParameters: {
      'Tag.1.Key': 'db-password',
      'Tag.1.Value': secret,
      'Tag.2.Key': 'owner',
      'Tag.2.Value': `${DECOY}team`,
    },
  })),
  sheet('Ecs', '2014-05-26', 'CreateKeyPair', (secret) => ({
    requestParameters: { KeyPairName: 'deploy' },
    responseElements: {
      KeyPairName: 'deploy',
      PrivateKeyBody: `-----BEGIN RSA PRIVATE KEY-----\n${secret}\n`,
    },
  })),
  sheet('FC', '2023-03-30', 'CreateFunction', (secret) => ({
    requestParameters: {
      body: inText({
        functionName: 'notify',
        environmentVariables: { DB_PASSWORD: secret, LOG_LEVEL: `${DECOY}info` },
        layers: [inText({ accessKeySecret: secret })],
      }),
    },
  })),
  sheet('Kms', '2016-01-20', 'CreateSecret', (secret) => ({
    requestParameters: { SecretName: 'prod/db', SecretData: secret, SecretDataType: 'text' },
  })),
  sheet('CS', '2015-12-15', 'DescribeClusterUserKubeconfig', (secret) => ({
    responseElements: { kubeconfig: `apiVersion: v1\nusers:\n- user:\n    token: ${secret}\n` },
  })),
  sheet(
    'Oss',
    '2019-05-17',
    'GetObject',
    (secret, row) => ({
      requestParameters: {
        Url:
          `https://bucket.oss-${row.region}.aliyuncs.com/report.csv?Expires=1767225600` +
          `&OSSAccessKeyId=LTAI5tDecoyKeyId&Signature=${secret}&security-token=${secret}`,
      },
    }),
    { rw: 'Read' },
  ),
  sheet('Oss', '2019-05-17', 'PutObject', (secret, row) => ({
    requestParameters: {
      Source: `https://bucket.oss-${row.region}.aliyuncs.com/a?x-oss-expires=60&x-oss-signature=${secret}`,
    },
  })),
  sheet('Slb', '2014-05-15', 'UploadServerCertificate', (secret) => ({
    requestParameters: { ServerCertificateName: 'www', PrivateKey: secret },
    additionalEventData: { request: [{ credentials: { token: secret } }], NextToken: `${DECOY}page` },
  })),
];

const GLOBAL: readonly Action[] = [
  sheet('Ram', '2015-05-01', 'CreateAccessKey', (secret, row, random) => ({
    requestParameters: { UserName: row.actor.userName },
    responseElements: {
      AccessKey: { AccessKeyId: `LTAI5t${random.hex(18)}`, AccessKeySecret: secret, Status: 'Active' },
    },
  })),
  sheet('Ims', '2019-08-15', 'CreateLoginProfile', (secret, row) => ({
    requestParameters: {
      UserPrincipalName: `${row.actor.userName}@${row.actor.accountId}.onaliyun.com`,
      Password: secret,
      PasswordResetRequired: true,
    },
  })),
  sheet('Ram', '2015-05-01', 'ChangePassword', (secret) => ({
    requestParameters: { OldPassword: secret, NewPassword: secret },
  })),
].map((action) => ({ ...action, isGlobal: true, host: `${action.service.toLowerCase()}.aliyuncs.com` }));

/** Actions whose parameters or answers hold a secret. */
export function secretActions(isGlobal: boolean): readonly Action[] {
  return isGlobal ? GLOBAL : REGIONAL;
}

/** Calls whose parameters or answers hold what nobody may see. */
export const secrets: Story = {
  name: 'secrets',
  tell: (slot, expected) => {
    const { random, stage } = slot;
    for (let left = random.around(expected); left > 0; left--) {
      slot.add({
        second: anySecond(slot),
        action: random.pick(secretActions(stage.isGlobal)),
        actor: someoneAtWork(slot),
        resources: [pickStanding(stage, pickService(stage, random), random)],
      });
    }
  },
};
