/**
 * Codes and texts of the product's error list and of the gateway in front of it. Times, tokens and conditions are
 * refused with these; a client tells them apart by code, never by text.
 */
const CATALOGUE = {
  IncompleteSignature: [400, 'The request signature does not conform to Alibaba Cloud standards.'],
  SignatureDoesNotMatch: [400, 'Specified signature is not matched with our calculation.'],
  SignatureNonceUsed: [400, 'Specified signature nonce was used already.'],
  'InvalidTimeStamp.Expired': [400, 'Specified time stamp or date value is expired.'],
  'InvalidTimeStamp.Format': [400, 'Specified time stamp or date value is not well formatted.'],
  MissingAccessKeyId: [400, 'AccessKeyId is mandatory for this action.'],
  MissingSecurityToken: [400, 'SecurityToken is mandatory for this action.'],
  'InvalidAccessKeyId.NotFound': [404, 'Specified access key is not found.'],
  'InvalidSecurityToken.MismatchWithAccessKey': [400, 'Specified SecurityToken mismatch with the AccessKey.'],
  'InvalidSecurityToken.Expired': [400, 'Specified SecurityToken is expired.'],
  MissingAction: [400, 'Action is mandatory for this action.'],
  InvalidAction: [404, 'The specified action is invalid.'],
  InvalidVersion: [400, 'Specified parameter Version is not valid.'],
  MissingParameter: [400, 'A required parameter is missing.'],
  InvalidParameterValue: [400, 'The value of a parameter is invalid.'],
  UnsupportedHTTPMethod: [403, 'This http method is not supported.'],
  'Throttling.User': [400, 'Request was denied due to user flow control.'],
  NoPermission: [
    403,
    'You are not authorized to perform this operation. Please apply for access in RAM first.',
  ],
  InvalidParameterStartTime: [400, 'The specified StartTime is invalid.'],
  InvalidParameterEndTime: [400, 'The specified EndTime is invalid.'],
  InvalidParameterCombination: [400, 'The end time must be later than the start time.'],
  InvalidParameterStartTimeExceedsCurrent: [
    400,
    'The StartTime exceeds the current time. Use GMT time format for queries.',
  ],
  InvalidParameterStartTimeOutOfDate: [400, 'The StartTime exceeds the limit of 90 days.'],
  InvalidParameterDateOutOfRange: [400, 'Query time range exceeds 30 days.'],
  InvalidQueryParameter: [400, 'The specified query parameter is invalid.'],
  InvalidLookupAttributesException: [
    400,
    'LookupAttribute Key is not valid. Only support specific values or combinations.',
  ],
  InvalidNextToken: [400, 'NextToken is not valid.'],
  TrailNotFoundException: [404, 'The specified Trail does not exist.'],
  DeliveryHistoryJobNotFound: [404, 'The special DeliveryHistoryJob is not found'],
  MaximumNumberOfDeliveryHistoryJobsExceededException: [
    400,
    'There can only be one running deliveryHistoryJob',
  ],
  NotSupportDeliveryHistoryJob: [400, 'The trail does not deliver to Simple Log Service.'],
  InternalError: [500, 'The request processing has failed due to some unknown error.'],
  ServiceUnavailable: [503, 'The service is unavailable. Please try again later.'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type ErrorCode = keyof typeof CATALOGUE;

/** An answer with an error body. Thrown by operations, written by the server. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly status: number;

  constructor(code: ErrorCode, status: number, message: string) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** The catalogue's error; `message` replaces its text where naming the culprit helps whoever reads it. */
export function apiError(code: ErrorCode, message?: string, status?: number): ApiError {
  const [usualStatus, usualMessage] = CATALOGUE[code];
  return new ApiError(code, status ?? usualStatus, message ?? usualMessage);
}
