package import Dispatch

/// Runs an actor on a dispatch queue of its own, so that socket sources on that queue may enter it
/// with `assumeIsolated`.
///
/// The queue draws its threads from the shared pool: a thousand of them need no thousand threads.
package final class QueueExecutor: SerialExecutor {
    /// The queue; serial.
    package let queue: DispatchQueue

    /// Makes an executor whose queue carries `label` in crash logs and debuggers.
    package init(label: String) {
        // Without a target, a queue may get a thread of its own whenever it has work.
        queue = DispatchQueue(label: label, target: .global())
    }

    /// Runs `job` after everything that is already on the queue.
    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    /// Traps unless it runs on the queue.
    package func checkIsolated() {
        dispatchPrecondition(condition: .onQueue(queue))
    }
}
