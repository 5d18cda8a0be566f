// The SDK requires this file by its path, outside of the sandbox too, where neither types nor modules are understood.
const { DefaultFailureConverter } = require('@temporalio/common');

/** Messages and stack traces go into a payload, which the codec closes. */
exports.failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
