package org.responsestck.mock.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives every test a mock of its own: a namespace with its own keys, responses, scripts, faults, clock and journal on a server that the whole
 * run, or the class, shares. So tests may run in parallel, and each begins with nothing.
 *
 * <p>Parameters of tests, of {@code @BeforeEach}, {@code @AfterEach} and of constructors: {@link org.responsestck.mock.MockServer},
 * {@link org.responsestck.mock.script.Scripts}, {@link org.responsestck.mock.fault.Faults},
 * {@link org.responsestck.mock.journal.Journal}, {@link org.responsestck.mock.MockClock}, {@link java.net.URI} or {@link MockUrl} for the base
 * URL, {@link MockKey} for the key. In {@code @BeforeAll} and {@code @AfterAll} they belong to the class: another namespace, with other keys.
 *
 * <p>An annotation at a method replaces the one of its class for that test.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(MockPerTest.class)
public @interface ResponsesMock {
    /** Who shares a server. */
    enum Shared {
        RUN,
        CLASS
    }

    /** Who shares the server; each test has its own namespace in any case. */
    Shared shared() default Shared.RUN;

    /** File or folder of scripts, relative to the working directory; or a resource of the class path that begins with {@code classpath:}. */
    String scripts() default "";

    /** Whether what no script matches is refused. */
    boolean strict() default false;

    /** Ids of defects, variations and quirks. */
    String[] twists() default {};

    /** Seed of ids and free choices: a test gets the same ids in every run, whatever runs beside it. */
    long seed() default 1;

    /** How long responses are kept by the clock of the test, as ISO 8601 has it ({@code PT1H}); empty for as long as there is room. */
    String retention() default "";

    /** Whether a test fails that has passed without every step of every script having been played. */
    boolean allStepsConsumed() default false;

    /** Whether a test fails that has passed although the client misbehaved. */
    boolean clientBehaved() default false;
}
