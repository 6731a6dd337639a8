import { setFlagsFromString } from 'node:v8';

/**
 * How V8 collects garbage: in a heap that stays small, and on a machine that may have one core for us. Set here and not on a
 * command line, so that `npm start`, the package's command and a container are alike. What each brings was measured on
 * 2026-11-21 (bench/README.md).
 */
export function keepHeapSmall(): void {
  // What begins small stays small until `letHeapGrow`: all that is loaded would let it grow for nothing.
  setFlagsFromString('--semi-space-growth-factor=1');
  // A full collection when the heap is twice what it was after the last one; V8 alone would wait longer.
  setFlagsFromString('--heap-growing-percent=100');
  // What requests leave behind is collected by our thread sooner than by several that first have to be woken: 0.5 ms, not 1.9.
  setFlagsFromString('--no-parallel-scavenge');
  // A full one is prepared by one thread beside ours, not by as many as there are: with few cores they stand in its way.
  setFlagsFromString('--concurrent-marking-max-worker-num=1');
}

/** Everything is loaded: the room for what requests leave behind grows with what is asked. */
export function letHeapGrow(): void {
  setFlagsFromString('--semi-space-growth-factor=2');
}
