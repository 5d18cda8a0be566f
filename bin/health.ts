import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';

/** A container's own check: it exits 0 where HEALTH_URL answers well. */
const url = new URL(process.env['HEALTH_URL'] ?? '');
// A certificate that the API made for itself nobody can know, and nobody is between: this does not leave the machine.
const rejectUnauthorized = url.hostname !== '127.0.0.1';
const asked = url.protocol === 'https:' ? getHttps(url, { rejectUnauthorized }) : getHttp(url);
asked.on('response', ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1));
