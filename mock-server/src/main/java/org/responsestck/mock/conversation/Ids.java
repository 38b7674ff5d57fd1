package org.responsestck.mock.conversation;

import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** Makes ids. Thread-safe; never gives the same id twice. */
@FunctionalInterface
public interface Ids {
    /** What an id is for. */
    enum Kind {
        RESPONSE("resp_"),
        MESSAGE("msg_"),
        REASONING("rs_"),
        FUNCTION_CALL("fc_"),
        CALL("call_"),
        MCP_CALL("mcp_");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        public String prefix() {
            return prefix;
        }
    }

    String next(Kind kind);

    /** Ids that look random and are the same in every process of the same seed and order of calls. */
    static Ids seeded(long seed) {
        AtomicLong counter = new AtomicLong();
        return kind -> {
            long number = counter.incrementAndGet();
            if (kind == Kind.CALL) {
                return kind.prefix() + letters(mix(seed, number, 1), 12) + letters(mix(seed, number, 2), 12);
            }
            HexFormat hex = HexFormat.of();
            return kind.prefix() + hex.toHexDigits(mix(seed, number, 1)) + hex.toHexDigits(mix(seed, number, 2));
        };
    }

    private static String letters(long bits, int count) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        StringBuilder text = new StringBuilder();
        long rest = bits;
        for (int i = 0; i < count; i++) {
            text.append(alphabet.charAt((int) Long.remainderUnsigned(rest, 62)));
            rest = Long.divideUnsigned(rest, 62) ^ (rest << 7);
        }
        return text.toString();
    }

    private static long mix(long seed, long number, long part) {
        long z = seed * 0x9E3779B97F4A7C15L + number * 0xBF58476D1CE4E5B9L + part * 0x94D049BB133111EBL;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
