import { getNamedType, isObjectType } from 'graphql';
import { expect, it } from 'vitest';
import { schema } from '../../src/graphql/index.ts';

it('a DateTime is put into answers as it is: each of them is written by us, never by ActionTrail', () => {
  const fields = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })))
    .filter(({ field }) => getNamedType(field.type).name === 'DateTime')
    .map(({ type, field }) => `${type.name}.${field.name}`);
  // A new one takes its text from `model/time.ts`: formatInstant, formatSecond or normalInstant.
  expect(fields.toSorted()).toEqual([
    'AuditActor.sessionCreatedAt',
    'AuditEvent.eventTime',
    'DeliveryJob.createdAt',
    'DeliveryJob.endTime',
    'DeliveryJob.startTime',
    'DeliveryJob.updatedAt',
    'ScanReport.scannedTo',
    'ScanReport.settledBefore',
    'TimeWindow.end',
    'TimeWindow.start',
  ]);
});
