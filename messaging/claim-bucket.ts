import {
  BucketAlreadyOwnedByYou,
  CreateBucketCommand,
  GetBucketLifecycleConfigurationCommand,
  HeadBucketCommand,
  PutBucketLifecycleConfigurationCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { MESSAGE_LIFE_DAYS } from '../domain/message-life.ts';
import { type Difference, unlessMissing } from './resource-diff.ts';
import type { ClaimPlace } from './s3-claims.ts';

/** Makes the bucket for claims where it is missing, and lets what is in it expire. @returns what it changed */
export async function applyClaimBucket(s3: S3Client, place: ClaimPlace): Promise<Difference[]> {
  const differences = await diffClaimBucket(s3, place);
  const { bucket: Bucket, accountId: ExpectedBucketOwner } = place;
  if (differences.some(({ attribute }) => attribute === undefined)) {
    await create(s3, Bucket);
  }
  if (differences.length > 0) {
    const rule = {
      ID: 'claims-expire',
      Status: 'Enabled' as const,
      Filter: { Prefix: '' },
      Expiration: { Days: MESSAGE_LIFE_DAYS },
    };
    await s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        ExpectedBucketOwner,
        LifecycleConfiguration: { Rules: [rule] },
      }),
    );
  }
  return differences;
}

/** Looks, and changes nothing. */
export async function diffClaimBucket(s3: S3Client, place: ClaimPlace): Promise<Difference[]> {
  const { bucket: Bucket, accountId: ExpectedBucketOwner } = place;
  const resource = `bucket ${Bucket}`;
  const found = await unlessMissing(isMissing, () => s3.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner })));
  if (!found) return [{ resource, wanted: 'there', found: null }];
  const lifecycle = await unlessMissing(isMissing, () =>
    s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket, ExpectedBucketOwner })),
  );
  const days = lifecycle?.Rules?.map(({ Expiration }) => String(Expiration?.Days)).join(', ') ?? null;
  const wanted = String(MESSAGE_LIFE_DAYS);
  return days === wanted ? [] : [{ resource, attribute: 'expiration in days', wanted, found: days }];
}

async function create(s3: S3Client, Bucket: string): Promise<void> {
  try {
    await s3.send(new CreateBucketCommand({ Bucket }));
  } catch (error) {
    // Somebody beside us was quicker.
    if (!(error instanceof BucketAlreadyOwnedByYou)) throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404;
}
