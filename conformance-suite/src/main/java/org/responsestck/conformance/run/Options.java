package org.responsestck.conformance.run;

import org.responsestck.conformance.scenario.Needs;

/** How a user supplies an option; for plans and reports. */
final class Options {
    private Options() {}

    static String howToGive(Needs.Option option) {
        return switch (option) {
            case KEY -> "a key (--api-key-env VAR or --api-key-file FILE)";
            case SECOND_KEY -> "a key of a second account (--second-api-key-env VAR)";
            case ACCOUNT_ID -> "the account id (--account-id ID)";
            case WITNESS -> "an address at which the target can reach this machine (--witness-address HOST:PORT)";
            case VISION_MODEL -> "a model that reads images";
            case REASONING_MODEL -> "a reasoning model (--option reasoning-model=NAME)";
            case CONTEXT_SIZE -> "the size of the model's context in tokens (--option context-size=N)";
            case SECOND_MODEL -> "a second model (--option second-model=NAME)";
            case FAULT_HOOK -> "a header that makes the target fail in a stream (--option fault-header=NAME:VALUE)";
        };
    }
}
