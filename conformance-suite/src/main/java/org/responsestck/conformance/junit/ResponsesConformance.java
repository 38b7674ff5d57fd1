package org.responsestck.conformance.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs the suite as tests of somebody else's build: one test per requirement under its capability, tagged with level, profile and
 * capability. The class needs no methods; a static one annotated {@link Start} may start the server first.
 *
 * <pre>{@code
 * @ResponsesConformance(profile = "fireworks", model = "my-model")
 * class MyServerConformanceTest {
 *     @ResponsesConformance.Start
 *     static String start() { return server.start().url() + "/v1"; }
 *
 *     @ResponsesConformance.Stop
 *     static void stop() { server.stop(); }
 * }
 * }</pre>
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ResponsesConformance {
    /** Base URL of the target, including {@code /v1}; empty when {@link Start} returns it. */
    String url() default "";

    /** Profile to judge by. */
    String profile();

    /** Model to ask for. */
    String model();

    /** Environment variable, or system property, that holds the key; without it requests carry none. */
    String apiKeyEnv() default "RESPONSES_API_KEY";

    /** Environment variable, or system property, that holds a key of another account; empty for none. */
    String secondApiKeyEnv() default "";

    /** Account id, sent with DELETE; empty for none. */
    String accountId() default "";

    /**
     * {@code HOST:PORT} by which the target reaches the run's own tool server, port 0 for any free one; {@code 127.0.0.1:0} where it
     * runs on this machine. Empty for no tool server.
     */
    String witnessAddress() default "";

    /** What the target declares: {@code "+streaming"} for offered, {@code "-images"} for not offered. */
    String[] capabilities() default {};

    /** Only these ids or capabilities; {@code *} and {@code ?} stand for anything. */
    String[] include() default {};

    /** Not these ids or capabilities. */
    String[] exclude() default {};

    /** Scenarios played side by side. */
    int concurrency() default 4;

    /** Most requests of the run, clean-up not counted. */
    int maxRequests() default 1000;

    /** Factor on every bound in seconds. */
    double patience() default 1;

    /** Folder for the record of the run, {@code evidence.jsonl} below the name of the class; {@code tck recheck} makes reports of it. */
    String evidenceDir() default "target/responses-tck";

    /** Marks the static method without parameters that is called before the run; it may return the base URL. */
    @Documented
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Start {}

    /** Marks the static method without parameters that is called after the run, whatever came of it. */
    @Documented
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Stop {}
}
