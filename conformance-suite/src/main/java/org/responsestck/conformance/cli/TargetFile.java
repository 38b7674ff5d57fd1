package org.responsestck.conformance.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code target.yaml}: the target in a file, so that it need not be typed. Options on the command line win. Keys never stand in it, only
 * the variables that hold them.
 *
 * @param url base URL, including {@code /v1}
 * @param profile profile to judge by
 * @param revision revision of its documents
 * @param model model to ask for
 * @param keyVariable environment variable that holds the key
 * @param secondKeyVariable environment variable that holds a key of another account
 * @param accountId account id, sent with DELETE
 * @param witnessAddress where the target reaches the run's own tool server
 * @param options what else makes more observable, by the names of {@code --option}
 * @param headers sent with every request
 * @param capabilities what the target offers and what not
 * @param timeoutSeconds seconds without a byte before an answer is given up
 */
record TargetFile(
        @Nullable String url,
        @Nullable String profile,
        @Nullable String revision,
        @Nullable String model,
        @JsonProperty("api_key_env") @Nullable String keyVariable,
        @JsonProperty("second_api_key_env") @Nullable String secondKeyVariable,
        @JsonProperty("account_id") @Nullable String accountId,
        @JsonProperty("witness_address") @Nullable String witnessAddress,
        @Nullable Map<String, String> options,
        @Nullable Map<String, String> headers,
        @Nullable Map<String, Boolean> capabilities,
        @JsonProperty("timeout") @Nullable Double timeoutSeconds) {

    /** @throws UsageException if the file cannot be used */
    static TargetFile read(Path file) {
        TargetFile target = YamlFile.read(file, new TypeReference<TargetFile>() {});
        if (target == null) {
            throw new UsageException(file + " is empty; 'tck probe --url U --model M' writes one");
        }
        return target;
    }

    private void fillOptions(TargetOptions given) {
        given.witnessAddress = given.witnessAddress == null ? witnessAddress : given.witnessAddress;
        if (options != null) {
            options.forEach((name, value) -> {
                if (given.options.stream().noneMatch(o -> o.startsWith(name + "="))) {
                    given.options.add(name + "=" + value);
                }
            });
        }
    }

    /** Puts into the options what the command line left open. */
    void fill(TargetOptions options) {
        fillOptions(options);
        options.url = options.url == null ? url : options.url;
        options.profile = options.profile == null ? profile : options.profile;
        options.model = options.model == null ? model : options.model;
        options.accountId = options.accountId == null ? accountId : options.accountId;
        options.secondKeyVariable = options.secondKeyVariable == null ? secondKeyVariable : options.secondKeyVariable;
        if (options.revision.isEmpty() && revision != null) {
            options.revision = revision;
        }
        if (options.keyVariable == null && options.keyFile == null) {
            options.keyVariable = keyVariable;
        }
        if (timeoutSeconds != null && options.timeoutSeconds == TargetOptions.DEFAULT_TIMEOUT) {
            options.timeoutSeconds = timeoutSeconds;
        }
        if (headers != null) {
            headers.forEach((name, value) -> {
                if (options.headers.stream().noneMatch(h -> h.startsWith(name + "="))) {
                    options.headers.add(name + "=" + value);
                }
            });
        }
        if (capabilities != null) {
            capabilities.forEach((name, offered) -> {
                if (options.capabilities.stream().noneMatch(c -> c.substring(1).equals(name))) {
                    options.capabilities.add((offered ? "+" : "-") + name);
                }
            });
        }
    }
}
