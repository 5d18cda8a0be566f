import { App } from 'aws-cdk-lib';
import { addShop } from './shop.ts';
import { isStageName } from './stages.ts';

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** No image: good for a look at the templates, and refused by ECR. */
const NO_IMAGE = `sha256:${'0'.repeat(64)}`;

/** `cdk synth -c stage=staging -c image=sha256:…`; production where none is named. `-c workers=sha256:…`: shop.ts. */
const app = new App();
const stage: unknown = app.node.tryGetContext('stage') ?? 'production';
if (!isStageName(stage)) throw new Error(`no such stage: ${String(stage)}`);
const image: unknown = app.node.tryGetContext('image') ?? NO_IMAGE;
if (typeof image !== 'string' || !DIGEST.test(image)) throw new Error(`no digest: ${String(image)}`);
const workers: unknown = app.node.tryGetContext('workers') || image;
if (typeof workers !== 'string' || !DIGEST.test(workers)) throw new Error(`no digest: ${String(workers)}`);
addShop(app, stage, image, workers);
app.synth();
