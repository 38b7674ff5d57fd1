package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.responsestck.conformance.dialect.Dialect;
import org.responsestck.conformance.dialect.Trait;
import org.responsestck.conformance.evidence.ExchangeView;

/** The body of a create request, looked at for what the documents of any profile refuse. */
final class CreateBody {
    private static final Set<String> ROLES = Set.of("user", "assistant", "system", "developer");
    private static final Set<String> CHOICES = Set.of("none", "auto", "required");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int LARGE = 64 * 1024;

    /** The model that probes ask for to be told that there is none. */
    static final String NO_SUCH_MODEL = "suite-no-such-model";

    private final ExchangeView view;
    private final JsonNode body;
    private final Dialect dialect;
    private final Set<String> ids;

    /** @param ids every response id that the target gave in this run */
    CreateBody(ExchangeView view, Dialect dialect, Set<String> ids) {
        this.view = view;
        this.body = view.request();
        this.dialect = dialect;
        this.ids = ids;
    }

    Probes.Kind kind() {
        if (!saysJson() || !body.isObject()) {
            return Probes.Kind.MALFORMED;
        }
        if (outside()) {
            return Probes.Kind.OUTSIDE;
        }
        if (badModelOrInput() || badNumbers() || badFlags() || badTools() || badRest()) {
            return Probes.Kind.MALFORMED;
        }
        JsonNode previous = body.path("previous_response_id");
        return previous.isTextual() && !ids.contains(previous.textValue()) ? Probes.Kind.UNKNOWN_ID : Probes.Kind.VALID;
    }

    private boolean saysJson() {
        return view.call().headers().entrySet().stream()
                .filter(h -> h.getKey().equalsIgnoreCase("content-type"))
                .map(Map.Entry::getValue)
                .allMatch(type -> type.toLowerCase(Locale.ROOT).contains("json"));
    }

    /** Tools of others, faults on purpose, more than a context holds, members and roles that the profile does not document. */
    private boolean outside() {
        String text = view.call().body();
        return (text != null && text.length() > LARGE)
                || body.path("model").asText().startsWith("fault/")
                || body.has("x_suite_unknown")
                || dialect.foreignMembers().stream().anyMatch(body::has)
                || body.path("tools").valueStream().anyMatch(t -> isOneOf(t.path("type"), Set.of("mcp", "sse")))
                || body.path("input").valueStream().anyMatch(i -> foreignRole(i) || hasImage(i));
    }

    /** A role of other documents; one of none is wrong. */
    private boolean foreignRole(JsonNode item) {
        JsonNode role = item.path("role");
        return isOneOf(role, ROLES) && !dialect.roles().contains(role.textValue());
    }

    private boolean hasImage(JsonNode item) {
        return dialect.is(Trait.OPEN_CONTENT)
                && item.path("content")
                        .valueStream()
                        .anyMatch(p -> p.path("type").asText().equals("input_image"));
    }

    private boolean badModelOrInput() {
        JsonNode model = body.path("model");
        JsonNode input = body.path("input");
        boolean replaced = body.has("prompt") || body.has("conversation") || body.has("previous_response_id");
        boolean empty = isNothing(input) || (input.isArray() && input.isEmpty());
        return !model.isTextual()
                || model.textValue().equals(NO_SUCH_MODEL)
                || (empty && !replaced)
                || !(isNothing(input) || input.isTextual() || input.isArray())
                || (input.isArray() && input.valueStream().anyMatch(this::badItem));
    }

    private boolean badItem(JsonNode item) {
        if (!item.isObject() || item.path("type").asText().startsWith("suite_")) {
            return true;
        }
        return switch (item.path("type").asText("message")) {
            case "message" -> badMessage(item);
            case "function_call_output" -> isNothing(item.path("output")) || orphan(item);
            default -> false;
        };
    }

    private static boolean badMessage(JsonNode item) {
        JsonNode content = item.path("content");
        return !isOneOf(item.path("role"), ROLES)
                || isNothing(content)
                || content.valueStream().anyMatch(CreateBody::badPart);
    }

    private static boolean badPart(JsonNode part) {
        String type = part.path("type").asText();
        return type.startsWith("suite_")
                || (type.equals("input_text") && !part.path("text").isTextual());
    }

    /** An output whose call stands neither in this input nor, for all we know, in an earlier turn. */
    private boolean orphan(JsonNode output) {
        return isNothing(body.path("previous_response_id"))
                && body.path("input")
                        .valueStream()
                        .noneMatch(i -> !i.path("type").asText().equals("function_call_output")
                                && (i.path("call_id").equals(output.path("call_id"))
                                        || i.path("id").equals(output.path("call_id"))));
    }

    private boolean badNumbers() {
        return badNumber("temperature", 2)
                || badNumber("top_p", 1)
                || badCount("max_output_tokens")
                || badCount("max_tool_calls");
    }

    private boolean badNumber(String member, double most) {
        JsonNode value = body.path(member);
        return !isNothing(value) && !(value.isNumber() && value.asDouble() >= 0 && value.asDouble() <= most);
    }

    private boolean badCount(String member) {
        JsonNode value = body.path(member);
        return !isNothing(value) && !(value.isIntegralNumber() && value.asLong() >= 1);
    }

    private boolean badFlags() {
        return Set.of("stream", "store", "parallel_tool_calls", "background").stream()
                .map(body::path)
                .anyMatch(flag -> !isNothing(flag) && !flag.isBoolean());
    }

    private boolean badTools() {
        JsonNode tools = body.path("tools");
        JsonNode choice = body.path("tool_choice");
        if (!isNothing(tools) && !tools.isArray()) {
            return true;
        }
        boolean noTools = isNothing(tools) || tools.isEmpty();
        return tools.valueStream().anyMatch(CreateBody::badTool)
                || (choice.isTextual() && !CHOICES.contains(choice.textValue()))
                || (choice.asText().equals("required") && noTools && isNothing(body.path("previous_response_id")))
                || (choice.path("type").asText().equals("function") && (noTools || !names(tools, choice)))
                || repeated(tools);
    }

    /** Whether a choice in either form names a declared tool; tools of other kinds may hold it too. */
    private static boolean names(JsonNode tools, JsonNode choice) {
        JsonNode name = choice.has("name") ? choice.path("name") : choice.at("/function/name");
        return tools.valueStream()
                .anyMatch(t -> !t.path("type").asText().equals("function")
                        || name.equals(t.path("name"))
                        || name.equals(t.at("/function/name")));
    }

    private static boolean repeated(JsonNode tools) {
        List<String> names = tools.valueStream()
                .filter(t -> t.path("type").asText().equals("function"))
                .map(t -> t.path("name").asText())
                .toList();
        return names.size() != Set.copyOf(names).size();
    }

    private static boolean badTool(JsonNode tool) {
        JsonNode parameters = tool.path("parameters");
        return !tool.isObject()
                || tool.path("type").asText().startsWith("suite_")
                || (tool.path("type").asText().equals("function")
                        && (!NAME.matcher(tool.path("name").asText()).matches()
                                || !tool.path("name").isTextual()
                                || !(isNothing(parameters) || parameters.isObject())));
    }

    private boolean badRest() {
        JsonNode metadata = body.path("metadata");
        JsonNode previous = body.path("previous_response_id");
        JsonNode text = body.path("text");
        return !(isNothing(metadata) || metadata.isObject())
                || metadata.size() > 16
                || !(isNothing(previous) || previous.isTextual())
                || !(isNothing(text) || text.isObject())
                || !(isNothing(body.path("truncation"))
                        || isOneOf(body.path("truncation"), Set.of("auto", "disabled")));
    }

    private static boolean isOneOf(JsonNode node, Set<String> words) {
        return node.isTextual() && words.contains(node.textValue());
    }

    private static boolean isNothing(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }
}
