import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { DeadMessage } from './attempt.ts';
import { Unavailable } from './breaker.ts';
import type { ClaimStore } from './claim-check.ts';

export interface ClaimPlace {
  bucket: string;
  /** Whose the bucket has to be: names of buckets are taken by whoever comes first, all over the world. */
  accountId: string;
}

/** One call with its retries. A relay that publishes has three seconds in all until it has to ask for its slots again. */
const PUT_MS = 1000;
const GET_MS = 3000;

/** Claims in one bucket of S3. Only what is in there is looked up: a message cannot send us elsewhere. */
export function s3Claims(s3: S3Client, { bucket: Bucket, accountId: ExpectedBucketOwner }: ClaimPlace): ClaimStore {
  const ours = `s3://${Bucket}/`;
  return {
    async put(Key, Body) {
      await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'application/json', ExpectedBucketOwner }), {
        abortSignal: AbortSignal.timeout(PUT_MS),
      });
      return `${ours}${Key}`;
    },
    async get(reference) {
      if (!reference.startsWith(ours)) throw new DeadMessage(`its data is at ${reference}, which is not in ${ours}`);
      try {
        const { Body } = await s3.send(
          new GetObjectCommand({ Bucket, Key: reference.slice(ours.length), ExpectedBucketOwner }),
          { abortSignal: AbortSignal.timeout(GET_MS) },
        );
        return (await Body?.transformToString()) ?? '';
      } catch (error) {
        if (error instanceof NoSuchKey) throw new DeadMessage(`its data at ${reference} is gone`);
        if (isAway(error)) throw new Unavailable(`S3 is away: ${String(error)}`, { cause: error });
        throw error;
      }
    },
    async drop(keys) {
      for (const Key of keys) await s3.send(new DeleteObjectCommand({ Bucket, Key, ExpectedBucketOwner }));
    },
  };
}

/** What S3 answered, it answers to this request; what has no answer is an outage. */
function isAway(error: unknown): boolean {
  if (!(error instanceof S3ServiceException)) return true;
  const status = error.$metadata.httpStatusCode ?? 500;
  return status >= 500 || status === 429;
}
