package org.responsestck.conformance.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What Ctrl-C and {@code kill} do to a run: it ends early, deletes what it stored, judges what it saw and writes its reports; then the
 * process goes. It is given {@value #SECONDS} seconds for that.
 */
final class Signals implements AutoCloseable {
    private static final int SECONDS = 60;

    private final CountDownLatch reported = new CountDownLatch(1);
    private final Thread hook = new Thread(this::end, "tck-signal");
    private volatile Runnable stop = () -> {};

    private Signals() {}

    static Signals watch() {
        Signals signals = new Signals();
        Runtime.getRuntime().addShutdownHook(signals.hook);
        return signals;
    }

    /** @param what ends the run early */
    void stopWith(Runnable what) {
        stop = what;
    }

    private void end() {
        stop.run();
        try {
            // The process ends when this returns, whatever the main thread has left to do.
            if (!reported.await(SECONDS, TimeUnit.SECONDS)) {
                System.err.println("tck: the reports were not written within " + SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The reports are written. */
    @Override
    public void close() {
        reported.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It runs already.
        }
    }
}
