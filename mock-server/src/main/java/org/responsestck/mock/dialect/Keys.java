package org.responsestck.mock.dialect;

import java.util.Map;
import java.util.Optional;

/**
 * The keys the mock knows.
 *
 * @param accounts account by key
 */
public record Keys(Map<String, String> accounts) {
    public Keys {
        accounts = Map.copyOf(accounts);
    }

    public Optional<String> account(String key) {
        return Optional.ofNullable(accounts.get(key));
    }
}
