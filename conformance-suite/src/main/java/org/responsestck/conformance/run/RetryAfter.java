package org.responsestck.conformance.run;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.wire.Answer;

/** The header Retry-After, as seconds or as a date. Source: RFC 9110, section 10.2.3. */
final class RetryAfter {
    private RetryAfter() {}

    /** The longest pause that an answer asks for, counted from now; empty when it asks for none that can be read. */
    static Optional<Duration> of(@Nullable Answer answer) {
        return answer == null
                ? Optional.empty()
                : answer.headers().getOrDefault("retry-after", List.of()).stream()
                        .flatMap(value -> read(value.strip(), Instant.now()).stream())
                        .max(Duration::compareTo);
    }

    static Optional<Duration> read(String value, Instant now) {
        if (value.matches("\\d+")) {
            return Optional.of(Duration.ofSeconds(value.length() > 9 ? 999_999_999 : Long.parseLong(value)));
        }
        try {
            Duration left = Duration.between(now, Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value)));
            return Optional.of(left.isNegative() ? Duration.ZERO : left);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
