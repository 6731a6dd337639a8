import type { Action } from './row.ts';

interface ServiceSheet {
  readonly service: string;
  readonly host: string;
  readonly version: string;
  readonly isGlobal?: boolean;
  /** How often it is used, against the others. */
  readonly weight: number;
  readonly resourceType: string;
  /** How ids of its resources begin. */
  readonly idPrefix: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** Writes that carry `eventAttributes.SensitiveAction`. */
  readonly sensitive: readonly string[];
}

/** A service with its actions ready to use. */
export interface Service {
  readonly code: string;
  readonly weight: number;
  readonly idPrefix: string;
  readonly resourceType: string;
  readonly reads: readonly Action[];
  readonly writes: readonly Action[];
}

const REGIONAL: readonly ServiceSheet[] = [
  {
    service: 'Ecs',
    host: 'ecs.{region}.aliyuncs.com',
    version: '2014-05-26',
    weight: 30,
    resourceType: 'ACS::ECS::Instance',
    idPrefix: 'i-bp1',
    reads: [
      'DescribeInstances',
      'DescribeInstanceStatus',
      'DescribeDisks',
      'DescribeSecurityGroups',
      'DescribeImages',
    ],
    writes: [
      'StartInstance',
      'StopInstance',
      'RebootInstance',
      'ModifyInstanceAttribute',
      'AuthorizeSecurityGroup',
    ],
    sensitive: ['AuthorizeSecurityGroup', 'StopInstance'],
  },
  {
    service: 'Oss',
    host: 'oss-{region}-internal.aliyuncs.com',
    version: '2019-05-17',
    weight: 18,
    resourceType: 'ACS::OSS::Bucket',
    idPrefix: 'bucket-',
    reads: ['GetBucketInfo', 'GetBucketAcl', 'ListBuckets', 'ListUserRegions'],
    writes: ['PutBucketAcl', 'PutBucketPolicy', 'PutBucketLifecycle'],
    sensitive: ['PutBucketAcl', 'PutBucketPolicy'],
  },
  {
    service: 'Rds',
    host: 'rds.{region}.aliyuncs.com',
    version: '2014-08-15',
    weight: 12,
    resourceType: 'ACS::RDS::DBInstance',
    idPrefix: 'rm-bp1',
    reads: [
      'DescribeDBInstances',
      'DescribeDBInstanceAttribute',
      'DescribeSlowLogRecords',
      'DescribeBackups',
    ],
    writes: ['ModifySecurityIps', 'CreateBackup', 'RestartDBInstance'],
    sensitive: ['ModifySecurityIps'],
  },
  {
    service: 'Slb',
    host: 'slb.{region}.aliyuncs.com',
    version: '2014-05-15',
    weight: 8,
    resourceType: 'ACS::SLB::LoadBalancer',
    idPrefix: 'lb-bp1',
    reads: ['DescribeLoadBalancers', 'DescribeHealthStatus'],
    writes: ['AddBackendServers', 'RemoveBackendServers', 'SetLoadBalancerStatus'],
    sensitive: [],
  },
  {
    service: 'Vpc',
    host: 'vpc.{region}.aliyuncs.com',
    version: '2016-04-28',
    weight: 8,
    resourceType: 'ACS::VPC::VPC',
    idPrefix: 'vpc-bp1',
    reads: ['DescribeVpcs', 'DescribeVSwitches', 'DescribeRouteTableList'],
    writes: ['ModifyVpcAttribute', 'CreateRouteEntry', 'AssociateEipAddress'],
    sensitive: ['CreateRouteEntry'],
  },
  {
    service: 'Kms',
    host: 'kms.{region}.aliyuncs.com',
    version: '2016-01-20',
    weight: 9,
    resourceType: 'ACS::KMS::Key',
    idPrefix: 'key-hzz6',
    reads: ['DescribeKey', 'ListKeys', 'ListSecrets', 'Decrypt'],
    writes: ['EnableKey', 'DisableKey', 'ScheduleKeyDeletion'],
    sensitive: ['ScheduleKeyDeletion', 'DisableKey'],
  },
  {
    service: 'Actiontrail',
    host: 'actiontrail.{region}.aliyuncs.com',
    version: '2020-07-06',
    weight: 7,
    resourceType: 'ACS::ActionTrail::Trail',
    idPrefix: 'trail-',
    reads: ['LookupEvents', 'DescribeTrails', 'GetTrailStatus'],
    writes: ['UpdateTrail', 'StartLogging', 'StopLogging'],
    sensitive: ['StopLogging'],
  },
  {
    service: 'CS',
    host: 'cs.{region}.aliyuncs.com',
    version: '2015-12-15',
    weight: 5,
    resourceType: 'ACS::ACK::Cluster',
    idPrefix: 'c',
    reads: ['DescribeClustersV1', 'DescribeClusterNodes'],
    writes: ['ScaleOutCluster', 'ModifyClusterNodePool'],
    sensitive: [],
  },
  {
    service: 'Sts',
    host: 'sts.{region}.aliyuncs.com',
    version: '2015-04-01',
    weight: 3,
    resourceType: 'ACS::RAM::Role',
    idPrefix: 'role-',
    reads: ['GetCallerIdentity'],
    writes: [],
    sensitive: [],
  },
];

const GLOBAL: readonly ServiceSheet[] = [
  {
    service: 'Ram',
    host: 'ram.aliyuncs.com',
    version: '2015-05-01',
    isGlobal: true,
    weight: 10,
    resourceType: 'ACS::RAM::User',
    idPrefix: 'user-',
    reads: ['ListUsers', 'GetPolicy', 'ListPoliciesForUser', 'ListRoles'],
    writes: ['AttachPolicyToUser', 'DetachPolicyFromUser', 'CreateGroup', 'DeleteGroup', 'AddUserToGroup'],
    sensitive: ['AttachPolicyToUser', 'AddUserToGroup'],
  },
  {
    service: 'Ims',
    host: 'ims-share.aliyuncs.com',
    version: '2019-08-15',
    isGlobal: true,
    weight: 6,
    resourceType: 'ACS::RAM::User',
    idPrefix: 'user-',
    reads: ['ListUserBasicInfos', 'GetLoginProfile', 'ListAccessKeys'],
    writes: ['CreateUser', 'DeleteUser', 'DisableVirtualMFA', 'UpdateUser'],
    sensitive: ['CreateUser', 'DisableVirtualMFA'],
  },
  {
    service: 'ResourceManager',
    host: 'resourcemanager-share.aliyuncs.com',
    version: '2020-03-31',
    isGlobal: true,
    weight: 3,
    resourceType: 'ACS::ResourceManager::ResourceGroup',
    idPrefix: 'rg-',
    reads: ['ListResourceGroups', 'GetResourceDirectory'],
    writes: ['CreateResourceGroup', 'MoveResources'],
    sensitive: [],
  },
  {
    service: 'Cdn',
    host: 'cdn.aliyuncs.com',
    version: '2018-05-10',
    isGlobal: true,
    weight: 3,
    resourceType: 'ACS::CDN::Domain',
    idPrefix: 'www',
    reads: ['DescribeUserDomains'],
    writes: ['RefreshObjectCaches', 'SetDomainServerCertificate'],
    sensitive: [],
  },
];

export const regionalServices: readonly Service[] = REGIONAL.map(serviceOf);
export const globalServices: readonly Service[] = GLOBAL.map(serviceOf);

/** An action with everything ordinary about it filled in. */
export function actionOf(
  fields: Pick<Action, 'service' | 'host' | 'version' | 'name'> & Partial<Action>,
): Action {
  return {
    rw: 'Write',
    isGlobal: false,
    isSensitive: false,
    resourceType: undefined,
    details: undefined,
    ...fields,
  };
}

function serviceOf(sheet: ServiceSheet): Service {
  const make = (rw: 'Read' | 'Write') => (name: string) =>
    actionOf({
      service: sheet.service,
      host: sheet.host,
      version: sheet.version,
      name,
      rw,
      isGlobal: sheet.isGlobal === true,
      isSensitive: sheet.sensitive.includes(name),
      resourceType: sheet.resourceType,
    });
  return {
    code: sheet.service,
    weight: sheet.weight,
    idPrefix: sheet.idPrefix,
    resourceType: sheet.resourceType,
    reads: sheet.reads.map(make('Read')),
    writes: sheet.writes.map(make('Write')),
  };
}
