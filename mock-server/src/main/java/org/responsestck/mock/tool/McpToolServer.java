package org.responsestck.mock.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One server, reached over MCP. */
final class McpToolServer implements ToolServer {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JsonNode tool;
    private final String url;
    private final McpSyncClient client;
    private final Runnable closing;

    McpToolServer(JsonNode tool, String url, McpSyncClient client, Runnable closing) {
        this.tool = tool;
        this.url = url;
        this.client = client;
        this.closing = closing;
    }

    @Override
    public List<Listed> list() throws ToolFailure {
        JsonNode only = tool.path("allowed_tools").isObject()
                ? tool.path("allowed_tools").path("tool_names")
                : tool.path("allowed_tools");
        Set<String> allowed = names(only);
        Set<String> guarded = names(tool.path("require_approval").path("always").path("tool_names"));
        List<Listed> listed = new ArrayList<>();
        try {
            for (McpSchema.Tool each : client.listTools().tools()) {
                if ((!only.isArray() || allowed.contains(each.name())) && !guarded.contains(each.name())) {
                    listed.add(new Listed(
                            each.name(),
                            each.description() == null ? "" : each.description(),
                            JSON.valueToTree(each.inputSchema() == null ? Map.of() : each.inputSchema())));
                }
            }
        } catch (RuntimeException e) {
            throw ToolFailure.broken(
                    "Error retrieving tool list from MCP server " + url + ": " + McpToolServers.reason(e));
        }
        return listed;
    }

    private static Set<String> names(JsonNode array) {
        Set<String> names = new HashSet<>();
        array.forEach(name -> names.add(name.asText()));
        return names;
    }

    @Override
    public Result call(String name, ObjectNode arguments) {
        try {
            McpSchema.CallToolResult result = client.callTool(McpSchema.CallToolRequest.builder(name)
                    .arguments(JSON.convertValue(arguments, new TypeReference<Map<String, Object>>() {}))
                    .build());
            return new Result(text(result), Boolean.TRUE.equals(result.isError()));
        } catch (RuntimeException | JsonProcessingException e) {
            return new Result("Error calling tool " + name + ": " + McpToolServers.reason(e), true);
        }
    }

    private static String text(McpSchema.CallToolResult result) throws JsonProcessingException {
        List<String> texts = new ArrayList<>();
        for (McpSchema.Content content : result.content() == null ? List.<McpSchema.Content>of() : result.content()) {
            texts.add(content instanceof McpSchema.TextContent text ? text.text() : JSON.writeValueAsString(content));
        }
        return texts.isEmpty() && result.structuredContent() != null
                ? JSON.writeValueAsString(result.structuredContent())
                : String.join("\n", texts);
    }

    @Override
    public void close() {
        closing.run();
    }
}
