/*
 * Preloaded, while Error can still be changed. The SDK takes a stack trace of every promise of a workflow, for the query
 * `__stack_trace`: with ten frames each it is a third of all that a workflow's isolate does.
 */
Error.stackTraceLimit = 0;
