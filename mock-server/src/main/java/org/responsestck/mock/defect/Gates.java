package org.responsestck.mock.defect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.responsestck.mock.Ask;
import org.responsestck.mock.Refusal;
import org.responsestck.mock.Seams;

/** The few ways in which twists change who is let in. */
final class Gates {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Gates() {}

    /** Looks at a request and refuses it, or not. */
    interface Gate {
        void pass(Ask ask) throws Refusal;
    }

    /** Refuses a create of which something is so, before anything else is checked. */
    static UnaryOperator<Seams> refusing(Predicate<JsonNode> when, int status, String message) {
        return AdmissionDefects.create((ask, plain) -> {
            if (when.test(body(ask))) {
                throw new Refusal(status, message);
            }
            return plain.create(ask);
        });
    }

    /** As a server does whose code trips over such a body. */
    static UnaryOperator<Seams> crashing(Predicate<JsonNode> when) {
        return refusing(when, 500, "Internal Server Error");
    }

    /** Looks at every request of every operation. */
    static UnaryOperator<Seams> before(Gate gate) {
        return seams -> seams.with(new AdmissionDefects.Delegating(seams.admission()) {
            @Override
            public String tenant(Ask ask) throws Refusal {
                String tenant = super.tenant(ask);
                gate.pass(ask);
                return tenant;
            }
        });
    }

    /** Reads another body than the one that was sent. */
    static UnaryOperator<Seams> reading(UnaryOperator<JsonNode> edit) {
        return AdmissionDefects.create((ask, plain) -> {
            byte[] bytes = edit.apply(body(ask)).toString().getBytes(StandardCharsets.UTF_8);
            return plain.create(new Ask(ask.method(), ask.path(), ask.query(), ask.headers(), bytes));
        });
    }

    /** Changes what the plain admission refuses a create with. */
    static UnaryOperator<Seams> refusals(UnaryOperator<Refusal> edit) {
        return AdmissionDefects.create((ask, plain) -> {
            try {
                return plain.create(ask);
            } catch (Refusal refusal) {
                throw edit.apply(refusal);
            }
        });
    }

    /** The body as JSON; missing where it is none. */
    static JsonNode body(Ask ask) {
        try {
            JsonNode body = JSON.readTree(ask.body());
            return body == null ? MissingNode.getInstance() : body;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
