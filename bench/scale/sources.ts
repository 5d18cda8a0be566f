/** A number of somebody else's, with where it was read and when that page was from. */
export interface Quoted {
  what: string;
  value: number;
  unit: string;
  source: string;
}

const FARGATE = 'vantage.sh/blog/fargate-pricing (us-east-1), the same at wring.co, March 2026';
const SQS = 'cloudburn.io/blog/amazon-sqs-pricing, March 2026 (us-east-1)';
const SNS = 'factualminds.com, Amazon SNS pricing, 2026 (us-east-1)';
const AURORA = 'factualminds.com, Amazon Aurora pricing, June 2026 (us-east-1)';
const CLOUD_LIMITS = 'docs.temporal.io/cloud/limits';

/** Dollars. None of these pages is the vendor's own price list, which this machine cannot reach: Temporal's is. */
export const PRICES = {
  vcpuHour: { what: 'Fargate, Linux/ARM', value: 0.03238, unit: 'a vCPU and hour', source: FARGATE },
  gbHour: { what: 'Fargate, Linux/ARM', value: 0.00356, unit: 'a GB and hour', source: FARGATE },
  sqs: { what: 'SQS standard', value: 0.4, unit: 'a million requests', source: SQS },
  sns: { what: 'SNS publish; to SQS nothing more', value: 0.5, unit: 'a million requests', source: SNS },
  acuHour: { what: 'Aurora Serverless v2', value: 0.12, unit: 'an ACU and hour', source: AURORA },
  actionsBase: {
    what: 'Temporal Cloud beyond 100 million a month; the steps before it are in bench/temporal-actions.ts',
    value: 25,
    unit: 'a million actions',
    source: 'docs.temporal.io/cloud/pricing, 2026',
  },
} as const satisfies Record<string, Quoted>;

/** Where vendors begin to say no, before anybody has asked for more. */
export const LIMITS = {
  actionsPerSecond: { what: 'Temporal Cloud, a namespace', value: 500, unit: 'actions a second', source: CLOUD_LIMITS },
  unitsAnInstance: {
    what: 'Aurora Serverless v2, an instance',
    value: 256,
    unit: 'ACU',
    source: 'AWS, Aurora user guide, Requirements and limitations for Aurora Serverless v2',
  },
} as const satisfies Record<string, Quoted>;

/** What nobody has measured, and the page needs all the same. Each is to be replaced by a number of the shop's own. */
export const ASSUMED = {
  /** Of a processor that is paid for: above it the queue before it grows, bench/NOTES.md. */
  utilization: 0.6,
  /** 1 ACU is 2 GiB by AWS; how much processor comes with it is not published. Instances of the r families have 8 GiB a vCPU. */
  vcpuAnUnit: 0.25,
  /** Messages in a receive and in a delete: 10 at most, 1 in a queue that is nearly empty. */
  batch: { full: 10, empty: 1 },
  /** A shard of Temporal's history writes one thing at a time, for so long, and is to be busy for a tenth of its time. */
  shardWriteMs: 5,
  shardBusy: 0.1,
  hoursAMonth: 730,
  daysAMonth: 30.4,
} as const;
