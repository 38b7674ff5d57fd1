package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.responsestck.conformance.scenario.TinyTalk;
import org.responsestck.conformance.scenario.TinyTalk.Reaction;
import org.responsestck.conformance.wire.Call;

/** A server of the fireworks profile in memory, right by default; each flag makes it wrong, or odd, in one way. */
final class TinyServer implements TinyTalk.Server {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Reaction NOTHING_HERE = error(404, "Not found");

    private final Set<String> flags;
    private final Map<String, Kept> store = new LinkedHashMap<>();
    private final Set<String> deleted = new HashSet<>();
    private final Map<String, Integer> continued = new LinkedHashMap<>();
    private final List<Said> global = new ArrayList<>();
    private int count;
    private int lists;
    private long now;

    private record Said(String role, String text) {}

    /** A response with what the model was given and what it answered. */
    private static final class Kept {
        final ObjectNode body;
        final List<Said> context;
        final long made;
        final boolean tools;
        final String root;
        final String tag;

        Kept(ObjectNode body, List<Said> context, long made, boolean tools, String root, String tag) {
            this.body = body;
            this.context = context;
            this.made = made;
            this.tools = tools;
            this.root = root;
            this.tag = tag;
        }
    }

    TinyServer(String... flags) {
        this.flags = Set.of(flags);
    }

    private boolean is(String flag) {
        return flags.contains(flag);
    }

    private static Reaction json(int status, JsonNode body) {
        return new Reaction(status, "application/json", body.toString());
    }

    private static Reaction error(int status, String detail) {
        return json(status, JSON.createObjectNode().put("detail", detail));
    }

    @Override
    public Reaction answer(Call call, long nowMillis, int parallel) {
        now = nowMillis;
        String path = call.path().replaceAll("\\?.*", "");
        if (call.method().equals("POST")) {
            return create(call, parallel);
        }
        if (path.equals("/responses")) {
            return list(call);
        }
        String raw = path.substring("/responses/".length());
        String id = is("encoded-id-unknown") ? raw : URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        return call.method().equals("GET") ? get(call, id, parallel) : delete(call, id);
    }

    private Reaction create(Call call, int parallel) {
        JsonNode request;
        try {
            request = JSON.readTree(call.body());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return error(400, "not JSON");
        }
        if (is("all-429")) {
            return error(429, "slow down");
        }
        if (is("burst-429") && parallel > 0) {
            return error(429, "too many at once");
        }
        if (is("silent")) {
            return new Reaction(0, "", "");
        }
        if (is("account-header-required") && request.path("input").asText().contains("pong")) {
            return error(400, "missing header x-fireworks-account-id");
        }
        boolean stored = request.path("store").asBoolean(true);
        if (is("store-true-refused") && request.path("store").asBoolean(false)) {
            return error(422, "store");
        }
        if (is("store-false-refused") && !stored) {
            return error(422, "store");
        }
        String previous = request.path("previous_response_id").asText("");
        Kept parent = null;
        if (!previous.isEmpty()) {
            Reaction refused = refusal(request, previous);
            if (refused != null) {
                return refused;
            }
            parent = store.get(previous);
        }
        return made(request, stored, previous, parent, parallel);
    }

    private Reaction refusal(JsonNode request, String previous) {
        Kept parent = store.get(previous);
        boolean known = parent != null && visible(parent) && (!deleted.contains(previous) || is("deleted-continuable"));
        if (is("chain-404")) {
            return error(404, "Previous response not found");
        }
        if (known && is("second-branch-refused") && continued.merge(previous, 1, Integer::sum) > 1) {
            return error(409, "continued already");
        }
        if (known && is("tools-template") && parent.tools && !request.has("tools")) {
            return error(500, "template");
        }
        if (known && is("stream-continuation-refused") && request.path("stream").asBoolean()) {
            return error(400, "no stream");
        }
        if (known && is("depth-two") && parent.context.size() > 3) {
            return error(400, "too deep");
        }
        if (known || is("unknown-accepted")) {
            return null;
        }
        return error(is("unknown-500") ? 500 : is("unknown-400") ? 400 : 404, "Previous response not found");
    }

    private boolean visible(Kept kept) {
        return !is("late-store") || now - kept.made >= 500;
    }

    private Reaction made(JsonNode request, boolean stored, String previous, Kept parent, int parallel) {
        List<Said> own = said(request);
        List<Said> context = context(parent, own);
        count++;
        String id = is("id-by-second") && parallel >= 0
                ? "resp_" + now / 1000
                : (is("special-id") || is("encoded-id-unknown") ? "resp+" : "resp_") + String.format("%032x", count);
        String answer = is("no-text") ? "" : reply(context, parallel);
        if (is("think")) {
            answer = "<think>The codeword? Let me see 999999.</think>\n\n**" + answer + "**";
        }
        ObjectNode body = document(request, id, stored, answer, context, parallel);
        body.set("previous_response_id", previous.isEmpty() ? JSON.nullNode() : JSON.valueToTree(previous));
        if (is("previous-null") || (previous.isEmpty() && is("previous-absent"))) {
            body.remove("previous_response_id");
            if (is("previous-null")) {
                body.putNull("previous_response_id");
            }
        }
        if (is("previous-own") && !previous.isEmpty()) {
            body.put("previous_response_id", id);
        }
        List<Said> all = new ArrayList<>(is("inputs-only") ? context : new ArrayList<>(context));
        if (!is("inputs-only")) {
            all.add(new Said("assistant", answer));
        }
        boolean stream = request.path("stream").asBoolean();
        boolean keep = (stored && !is("never-stored") && !(stream && is("stream-not-stored")))
                || (!stored && is("store-false-kept"));
        if (is("lost-update") && parallel > 0 && parallel % 2 == 0) {
            keep = false;
        }
        Kept kept = new Kept(
                body.deepCopy(),
                is("parent-only") ? all.subList(Math.max(0, all.size() - 2), all.size()) : all,
                now,
                request.has("tools"),
                parent == null ? id : parent.root,
                stored ? "stored" : "unstored");
        if (keep || is("store-false-listed")) {
            store.put(id, kept);
        }
        if (is("branches-shared") && parent != null) {
            store.values().stream().filter(k -> k.root.equals(kept.root)).forEach(k -> {
                if (k != kept) {
                    k.context.addAll(own);
                }
            });
        }
        if (parent != null && is("child-appended")) {
            parent.body.withArray("output").addAll((ArrayNode) body.get("output"));
        }
        if (parent != null && !stored && is("unstored-removes-parent")) {
            store.remove(previous);
        }
        global.addAll(own);
        return stream ? events(body, answer, parallel) : json(is("create-201") ? 201 : 200, body);
    }

    private static List<Said> said(JsonNode request) {
        JsonNode input = request.path("input");
        List<Said> said = new ArrayList<>();
        if (input.isTextual()) {
            said.add(new Said("user", input.textValue()));
        }
        input.forEach(i ->
                said.add(new Said(i.path("role").asText(), i.path("content").asText())));
        return said;
    }

    private List<Said> context(Kept parent, List<Said> own) {
        List<Said> context = new ArrayList<>();
        if (is("global-memory")) {
            context.addAll(global);
        }
        if (parent != null && !is("previous-ignored")) {
            parent.context.stream()
                    .filter(s -> !is("system-dropped") || !s.role().equals("system"))
                    .forEach(context::add);
            if (is("last-four")) {
                context = new ArrayList<>(context.subList(Math.max(0, context.size() - 4), context.size()));
            }
            if (is("reversed")) {
                Collections.reverse(context);
            }
        }
        context.addAll(own);
        return context;
    }

    private String reply(List<Said> context, int parallel) {
        String last = context.get(context.size() - 1).text();
        if (is("stupid")) {
            return "I am a teapot.";
        }
        if (last.contains("What is the codeword?")) {
            List<Said> where = is("burst-mix") && parallel >= 0 ? both(context) : context;
            return find(where, "codeword (\\w+)\\.", "UNKNOWN");
        }
        if (last.contains("Repeat your number")) {
            return find(context, "\\b(\\d{6})\\b", String.valueOf(300_000 + count));
        }
        if (last.contains("six digit number")) {
            return String.valueOf(100_000 + 7 * count);
        }
        if (last.contains("latest value")) {
            return find(context, "value is(?: now)? (\\w+)\\.", "none");
        }
        if (last.contains("project called")) {
            return find(context, "called (\\w+)\\.", "none");
        }
        if (last.contains("special word")) {
            StringBuilder words = new StringBuilder("Words:");
            for (Said s : context) {
                Matcher m = Pattern.compile("(?:Trunk|Branch) word (\\w+)\\.").matcher(s.text());
                while (m.find()) {
                    words.append(' ').append(m.group(1));
                }
            }
            return words.toString();
        }
        return "OK.";
    }

    private List<Said> both(List<Said> context) {
        List<Said> all = new ArrayList<>(global);
        all.addAll(context);
        return all;
    }

    private static String find(List<Said> context, String pattern, String otherwise) {
        String found = otherwise;
        for (Said s : context) {
            Matcher m = Pattern.compile(pattern).matcher(s.text());
            while (m.find()) {
                found = m.group(1);
            }
        }
        return found;
    }

    private ObjectNode document(
            JsonNode request, String id, boolean stored, String answer, List<Said> context, int parallel) {
        ObjectNode body = JSON.createObjectNode();
        body.put("id", id).put("object", "response").put("created_at", now / 1000);
        body.put("status", "completed").put("model", request.path("model").asText());
        ArrayNode output = body.putArray("output");
        if (is("input-in-output")) {
            item(output, "user", context.get(context.size() - 1).text(), id, 1);
        }
        if (!answer.isEmpty()) {
            item(output, "assistant", answer, id, 2);
        }
        int tokens = context.stream().mapToInt(s -> s.text().length()).sum();
        ObjectNode usage = body.putObject("usage");
        usage.put("prompt_tokens", tokens + (is("token-drift") && parallel >= 0 ? 50 : 0));
        int written = Math.max(3, answer.length());
        usage.put("completion_tokens", written).put("total_tokens", tokens + written);
        body.put("temperature", 1.0).put("top_p", 1.0).put("parallel_tool_calls", true);
        body.put("truncation", "disabled").put("store", stored || is("store-always-true"));
        body.set("tools", request.has("tools") ? request.get("tools") : JSON.createArrayNode());
        body.set("tool_choice", request.has("tool_choice") ? request.get("tool_choice") : JSON.valueToTree("auto"));
        body.set("metadata", request.has("metadata") ? request.get("metadata") : JSON.createObjectNode());
        if (is("foreign-tag") && parallel == 1) {
            body.putObject("metadata").put("tag", "another");
        }
        if (is("store-missing")) {
            body.remove("store");
        }
        if (!stored && is("unstored-id-null")) {
            body.putNull("id");
        }
        if (!stored && is("unstored-id-number")) {
            body.put("id", 42);
        }
        return body;
    }

    private void item(ArrayNode output, String role, String text, String id, int n) {
        ObjectNode item =
                output.addObject().put("type", "message").put("role", role).put("status", "completed");
        item.put("id", "msg_" + id + n);
        item.putArray("content")
                .addObject()
                .put("type", role.equals("user") ? "input_text" : "output_text")
                .put("text", text);
    }

    private Reaction events(ObjectNode body, String answer, int parallel) {
        ObjectNode early = body.deepCopy().put("status", "in_progress");
        early.putArray("output");
        early.remove("usage");
        if (is("snapshot-previous-null")) {
            early.putNull("previous_response_id");
        }
        if (is("snapshot-store-true")) {
            early.put("store", true);
        }
        if (is("two-ids") && parallel == 1) {
            early.put("id", "resp_other");
        }
        if (is("created-drift")) {
            early.put("created_at", now / 1000 - 7);
        }
        String item = body.path("output")
                .path(body.path("output").size() - 1)
                .path("id")
                .asText();
        List<ObjectNode> events = new ArrayList<>();
        events.add(event("response.created").set("response", early));
        events.add(event("response.in_progress").set("response", early));
        ObjectNode added = event("response.output_item.added").put("output_index", 0);
        added.putObject("item").put("id", item).put("type", "message").put("role", "assistant");
        events.add(added);
        String piece = is("foreign-delta") && parallel == 1 ? answer + " stray" : answer;
        events.add(text("response.output_text.delta", item).put("delta", piece));
        events.add(text("response.output_text.done", item).put("text", answer));
        events.add(event("response.completed").set("response", body));
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < events.size(); i++) {
            boolean shared = is("shared-counter") && parallel >= 0;
            events.get(i).put("sequence_number", shared ? 2 * i + parallel : is("gaps") ? 3 * i : i);
            out.append("data: ").append(events.get(i)).append("\n\n");
        }
        return new Reaction(
                200, "text/event-stream", out.append("data: [DONE]\n\n").toString());
    }

    private static ObjectNode event(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    private static ObjectNode text(String type, String item) {
        return event(type).put("item_id", item).put("output_index", 0).put("content_index", 0);
    }

    private Reaction get(Call call, String id, int parallel) {
        if (is("no-get")) {
            return error(405, "Method not allowed");
        }
        Kept kept = store.get(id);
        boolean gone = deleted.contains(id) && !is("soft-delete") && !(is("resurrected") && lists > 8);
        if (kept == null || !visible(kept) || gone || (kept.tag.equals("unstored") && !is("store-false-kept"))) {
            return deleted.contains(id) && is("gone-410") ? error(410, "Gone") : NOTHING_HERE;
        }
        ObjectNode body = kept.body.deepCopy();
        count++;
        if (is("get-item-ids")) {
            body.path("output").forEach(i -> ((ObjectNode) i).put("id", "msg_" + count));
        }
        if (is("get-usage-null")) {
            body.putNull("usage");
        }
        if (is("get-in-progress")) {
            body.put("status", "in_progress");
        }
        if (is("get-temperature")) {
            body.put("temperature", 0.5);
        }
        if (is("get-empty-output")) {
            body.putArray("output");
        }
        if (is("get-other-id")) {
            body.put("id", "resp_other");
        }
        if (is("get-previous-lost")) {
            body.remove("previous_response_id");
        }
        if (is("get-settings-lost")) {
            body.remove(List.of("temperature", "top_p", "tools", "tool_choice"));
        }
        if (is("get-unknown-member")) {
            body.put("x_read_at", count);
        }
        if (is("get-tool-defaults")) {
            body.path("tools").forEach(t -> ((ObjectNode) t).put("strict", true));
        }
        if (is("get-created-drift")) {
            body.put("created_at", body.path("created_at").asLong() + count % 2);
        }
        if (is("get-whole-conversation")) {
            ArrayNode whole = JSON.createArrayNode();
            int n = 10;
            for (Said s : kept.context.subList(0, Math.max(0, kept.context.size() - 1))) {
                item(whole, s.role(), s.text(), id, n++);
            }
            whole.addAll((ArrayNode) body.get("output"));
            body.set("output", whole);
        }
        return json(200, body);
    }

    private Reaction delete(Call call, String id) {
        String account = call.headers().get("x-fireworks-account-id");
        if (is("no-delete")) {
            return error(405, "Method not allowed");
        }
        if (is("delete-415")) {
            return error(415, "no media type");
        }
        if (is("delete-401")) {
            return error(401, "unauthorized");
        }
        if (is("delete-account-needed") && account == null) {
            return error(400, "which account?");
        }
        if (account != null && account.startsWith("suite-no-such") && !is("account-ignored")) {
            return error(is("wrong-account-500") ? 500 : 403, "not your account");
        }
        Kept kept = store.get(id);
        boolean there = kept != null
                && (kept.tag.equals("stored") || is("store-false-kept"))
                && (visible(kept) || is("delete-sees-all"))
                && !deleted.contains(id)
                && !(is("late-delete") && now - kept.made < 500);
        if (!there) {
            return is("delete-anything")
                    ? json(200, JSON.createObjectNode().put("message", "deleted"))
                    : error(
                            is("delete-missing-500") ? 500 : is("gone-410") && deleted.contains(id) ? 410 : 404,
                            "none");
        }
        deleted.add(id);
        if (is("delete-all")) {
            deleted.addAll(store.keySet());
        }
        if (is("cascade")) {
            store.forEach((other, k) -> {
                if (k.root.equals(kept.root)) {
                    deleted.add(other);
                }
            });
        }
        ObjectNode body = JSON.createObjectNode();
        if (is("delete-openai-form")) {
            body.put("id", id).put("object", "response").put("deleted", true);
        } else {
            body.put("message", "Response deleted successfully");
        }
        if (is("delete-204")) {
            return new Reaction(204, "", "");
        }
        return is("delete-empty-body") ? new Reaction(200, "", "") : json(200, body);
    }

    private Reaction list(Call call) {
        if (is("no-list")) {
            return error(405, "Method not allowed");
        }
        lists++;
        String asked = query(call, "limit", "20");
        if (!asked.matches("\\d+") || asked.equals("0") || asked.equals("101")) {
            if (is("bad-limit-500")) {
                return error(500, "limit");
            }
            if (!is("bad-limit-accepted") && !is("bad-limit-clamped")) {
                return error(is("bad-limit-400") ? 400 : 422, "limit");
            }
            if (asked.equals("abc") && !is("bad-limit-accepted")) {
                return error(422, "limit");
            }
            asked = "20";
        }
        int limit = is("limit-ignored") ? 1000 : Integer.parseInt(asked);
        List<ObjectNode> all = new ArrayList<>();
        store.forEach((id, kept) -> {
            boolean hidden = (deleted.contains(id) && !is("stale-index") && !(is("resurrected") && lists > 8))
                    || (kept.tag.equals("unstored") && !is("store-false-listed"))
                    || (is("list-forgets") && kept.made > now - 60_000);
            if (!hidden) {
                all.add(kept.body);
            }
        });
        if (!is("ascending")) {
            Collections.reverse(all);
        }
        if (is("foreign-entries") || is("foreign-unsorted")) {
            foreign(all);
        }
        List<String> ids = all.stream().map(b -> b.path("id").asText()).toList();
        String after = query(call, "after", "");
        String before = query(call, "before", "");
        int from = 0;
        int to = all.size();
        if (!after.isEmpty() && !is("after-ignored")) {
            from = Math.max(0, ids.indexOf(after) + (is("cursor-included") ? 0 : is("cursor-gap") ? 2 : 1));
        }
        if (!before.isEmpty() && !is("before-ignored")) {
            to = ids.indexOf(before);
            from = Math.max(0, to - limit);
        }
        from = Math.min(from, to);
        List<ObjectNode> page = all.subList(from, Math.min(to, from + limit));
        boolean more = from + page.size() < all.size();
        return page(page, is("has-more-false") ? false : is("has-more-true") || more);
    }

    private void foreign(List<ObjectNode> all) {
        for (int i = 0; i < 5; i++) {
            int index = Math.min(all.size(), 2 * i);
            long made = all.isEmpty()
                    ? now / 1000
                    : all.get(Math.max(0, index - 1)).path("created_at").asLong();
            all.add(
                    index,
                    JSON.createObjectNode()
                            .put("id", "resp_foreign" + i)
                            .put("created_at", is("foreign-unsorted") ? made + i : made));
        }
    }

    private Reaction page(List<ObjectNode> page, boolean more) {
        ObjectNode body = JSON.createObjectNode().put("object", "list").put("has_more", more);
        body.putArray("data").addAll(page);
        if (is("bare-array")) {
            return json(200, body.get("data"));
        }
        if (is("has-more-missing")) {
            body.remove("has_more");
        }
        String first = page.isEmpty() ? null : page.get(0).path("id").asText();
        String last =
                page.isEmpty() ? null : page.get(page.size() - 1).path("id").asText();
        if (!is("no-first-id")) {
            body.put("first_id", is("ends-swapped") ? last : first).put("last_id", is("ends-swapped") ? first : last);
        }
        return json(200, body);
    }

    private static String query(Call call, String name, String otherwise) {
        Matcher m = Pattern.compile("[?&]" + name + "=([^&]*)").matcher(call.path());
        return m.find() ? URLDecoder.decode(m.group(1).replace("+", "%2B"), StandardCharsets.UTF_8) : otherwise;
    }
}
