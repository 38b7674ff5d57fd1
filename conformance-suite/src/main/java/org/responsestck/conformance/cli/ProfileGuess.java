package org.responsestck.conformance.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import org.responsestck.conformance.dialect.Dialects;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Place;
import org.responsestck.conformance.target.Target;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.Exchange;
import org.responsestck.conformance.wire.Recorder;
import org.responsestck.conformance.wire.Who;

/** Asks a target one question and says which profile its answer looks like. Advice only: a verdict needs the user's word. */
final class ProfileGuess {
    private ProfileGuess() {}

    static String advice(String verb, TargetOptions options, Map<String, String> environment) {
        if (options.model == null) {
            return "--url needs --profile and --model; this version judges " + TargetOptions.judged();
        }
        options.profile = Dialects.DEFAULT;
        Target target = options.target(environment);
        options.profile = null;
        String command = "tck " + verb + " --url " + target.base() + " --model " + target.model() + " --profile ";
        try (Recorder recorder = target.recorder(1)) {
            Exchange exchange = recorder.play(
                    1,
                    Who.KEY,
                    Call.post(
                            "/responses",
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("model", target.model())
                                    .put("input", "Reply with the single word pong.")
                                    .put("store", false)),
                    null);
            ExchangeView view = new ExchangeView(new Place("profile", 1, "question"), exchange);
            if (!view.ok()) {
                String how = view.status() == 0 ? "no answer (" + view.end() + ")" : "status " + view.status();
                return "--url needs --profile; the target gave no hint (" + how + "); type: " + command
                        + Dialects.DEFAULT;
            }
            String profile = Dialects.recognise(view.json().value()).name();
            return "--url needs --profile; the answer looks like " + profile + "; type: " + command + profile;
        }
    }
}
