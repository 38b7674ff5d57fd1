package org.responsestck.conformance.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import org.responsestck.conformance.target.Target;

/** Waits until a target accepts connections. */
final class Reach {
    private Reach() {}

    /** Whether a URL names this machine by an address that only it has. No name is looked up. */
    static boolean onLoopback(String url) {
        String rest = url.replaceFirst("^[A-Za-z]+://", "");
        String host = rest.startsWith("[") ? rest.substring(1).split("]", 2)[0] : rest.split("[:/?#]", 2)[0];
        return host.equalsIgnoreCase("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
    }

    /** Gives up silently after the time: the run itself says that the target is not there. */
    static void await(Target target, double seconds) {
        if (!(seconds >= 0)) {
            throw new UsageException("--wait-for is " + seconds + ", must be 0 or more seconds");
        }
        URI base = target.base();
        int port = base.getPort() > 0 ? base.getPort() : "https".equals(base.getScheme()) ? 443 : 80;
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(base.getHost(), port), 1000);
                return;
            } catch (IOException e) {
                if (System.nanoTime() >= end) {
                    return;
                }
            }
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
