/** A page as routers should count it: as long as asked for, and as our default where nothing is said. */
const page = (size: number) =>
  `@listSize(assumedSize: ${size}, slicingArguments: ["first", "last"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)`;

/** In the unit of routers, an object is 1. A look-up takes half a second of an account's quota: it weighs as much as a short page. */
const lookUp = '@cost(weight: 10)';
const events = `${lookUp} ${page(50)}`;

/** May be left out of what a company shows to all its developers. */
const payload = '@tag(name: "audit-payload")';

/** What the subgraph print says beside keys, by schema coordinate. */
export const directives: Readonly<Record<string, string>> = {
  // Every subgraph with Relay connections has the same one.
  PageInfo: '@shareable',
  AuditableResource: '@interfaceObject',
  // Who a router is to us concerns nobody behind the router.
  AuditViewer: '@inaccessible',
  'Query.auditViewer': '@inaccessible',
  'Query.events': events,
  'AuditUser.events': events,
  'AuditAccessKey.events': events,
  'AuditResource.events': events,
  'AuditableResource.auditEvents': events,
  'AuditResource.lastChange': lookUp,
  'Query.event': lookUp,
  'Query.eventByEventId': lookUp,
  'Query.eventCount': '@cost(weight: 100)',
  'Query.deliveryJob': lookUp,
  'Query.deliveryJobs': `${lookUp} ${page(25)}`,
  'DeliveryJob.regions': lookUp,
  'DeliveryJob.progress': lookUp,
  // Its `first` has a default, beside which Cosmo's composition takes no assumed size.
  'AuditEvent.resources': '@listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)',
  'AuditEvent.requestParameters': payload,
  'AuditEvent.responseElements': payload,
  'AuditEvent.additionalEventData': payload,
  'AuditEvent.raw': payload,
};
