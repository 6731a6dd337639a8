/** How many calls a second each API takes, as the product's flow control lists them. */
export const documentedRates = {
  LookupEvents: 2,
  CreateDeliveryHistoryJob: 5,
  DeleteDeliveryHistoryJob: 5,
  GetDeliveryHistoryJob: 10,
  ListDeliveryHistoryJobs: 10,
  DescribeTrails: 100,
  DescribeRegions: 100,
} as const;

export type ApiName = keyof typeof documentedRates;
