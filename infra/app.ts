import { App } from 'aws-cdk-lib';
import { addShop } from './shop.ts';
import { isStageName } from './stages.ts';

/** No image: good for a look at the templates, and refused by ECR. */
const NO_IMAGE = `sha256:${'0'.repeat(64)}`;

/** `cdk synth -c stage=staging -c image=sha256:…`; production where none is named. */
const app = new App();
const stage: unknown = app.node.tryGetContext('stage') ?? 'production';
if (!isStageName(stage)) throw new Error(`no such stage: ${String(stage)}`);
const image: unknown = app.node.tryGetContext('image') ?? NO_IMAGE;
if (typeof image !== 'string' || !/^sha256:[0-9a-f]{64}$/.test(image)) throw new Error(`no digest: ${String(image)}`);
addShop(app, stage, image);
app.synth();
