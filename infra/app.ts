import { App } from 'aws-cdk-lib';
import { addShop } from './shop.ts';
import { isStageName } from './stages.ts';

/** `cdk synth -c stage=staging`; production where none is named. */
const app = new App();
const stage: unknown = app.node.tryGetContext('stage') ?? 'production';
if (!isStageName(stage)) throw new Error(`no such stage: ${String(stage)}`);
addShop(app, stage);
app.synth();
