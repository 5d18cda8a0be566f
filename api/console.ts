import { join } from 'node:path';
import { type RequestHandler, Router, static as serveStatic } from 'express';
import { contentSecurityPolicy } from 'helmet';
import { OrderSagaError } from '../domain/errors.ts';

/** Stricter than elsewhere: all of the page is files of ours, and it talks to this API alone. */
const POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    baseUri: ["'none'"],
    connectSrc: ["'self'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
    imgSrc: ["'self'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
  },
};

/**
 * The operator's page, as `npm run prepare` has built it into `folder`. It has no secrets: whoever opens it brings a key. What is
 * named by its content is kept for good; the page itself is asked for anew, so that the next release is seen at once.
 */
export function consoleRoutes(folder: string): Router {
  const router = Router();
  router.use('/console', contentSecurityPolicy(POLICY));
  router.use('/console/assets', serveStatic(join(folder, 'assets'), { index: false, immutable: true, maxAge: '365d' }));
  router.get('/console/assets/*file', (request) => {
    throw new OrderSagaError('not_found', `There is nothing at ${request.path}`);
  });
  // Which of its pages that is, the page itself knows.
  const page: RequestHandler = (_request, response, next) => {
    const options = { root: folder, cacheControl: false, headers: { 'Cache-Control': 'no-cache' } };
    response.sendFile('index.html', options, (error: unknown) => {
      if (error === undefined || response.headersSent) return;
      next(new OrderSagaError('not_found', 'The console has not been built: npm run prepare'));
    });
  };
  router.get('/console{/*page}', page);
  return router;
}
