package org.responsestck.mock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileRequestTest {
    private static MockServer mock;
    private static Browser browser;

    @BeforeAll
    static void start() {
        mock = MockServer.start(MockOptions.defaults());
        browser = Browser.of(mock);
    }

    @AfterAll
    static void stop() {
        mock.close();
    }

    static Stream<Arguments> bodies() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        return Stream.of(
                Arguments.of("deep input", "{'model':'m','input':" + deep + "}"),
                Arguments.of("deep unknown member", "{'model':'m','input':'hi','x':" + deep + "}"),
                Arguments.of("deep 900", "{'model':'m','input':'hi','x':" + "[".repeat(900) + "]".repeat(900) + "}"),
                Arguments.of(
                        "deep metadata 900",
                        "{'model':'m','input':'hi','metadata':" + "{'a':".repeat(900) + "1" + "}".repeat(900) + "}"),
                Arguments.of(
                        "lone surrogate",
                        "{'model':'m','input':'Repeat exactly this word and nothing else: \\ud800x'}"),
                Arguments.of("lone surrogate in metadata", "{'model':'m','input':'hi','metadata':{'a':'\\udc00'}}"),
                Arguments.of("huge exponent", "{'model':'m','input':'hi','max_output_tokens':1e999999999}"),
                Arguments.of("huge exponent temperature", "{'model':'m','input':'hi','temperature':1e999999999}"),
                Arguments.of("tiny exponent cap", "{'model':'m','input':'hi','max_output_tokens':1e-999999999}"),
                Arguments.of("huge number in metadata", "{'model':'m','input':'hi','metadata':{'n':1e999}}"),
                Arguments.of("long integer", "{'model':'m','input':'hi','max_output_tokens':99999999999999999999999}"),
                Arguments.of("NaN", "{'model':'m','input':'hi','temperature':NaN}"),
                Arguments.of(
                        "tool parameters recursive",
                        "{'model':'m','input':'weather in Paris?','tool_choice':'required','tools':[{'type':'function','name':'f','parameters':{'type':'object','properties':{'a':{'$ref':'#'}},'required':['a']}}]}"),
                Arguments.of(
                        "tool parameters odd",
                        "{'model':'m','input':'weather in Paris?','tool_choice':'required','tools':[{'type':'function','name':'f','parameters':{'type':['object','null'],'required':'a','properties':[]}}]}"),
                Arguments.of(
                        "tool parameters big minItems",
                        "{'model':'m','input':'weather in Paris?','tool_choice':'required','tools':[{'type':'function','name':'f','parameters':{'type':'object','properties':{'a':{'type':'array','minItems':100000000,'items':{'type':'string','minLength':100000}}},'required':['a']}}]}"),
                Arguments.of("tool null", "{'model':'m','input':'hi','tools':[null]}"),
                Arguments.of("item null", "{'model':'m','input':[null]}"),
                Arguments.of("content null parts", "{'model':'m','input':[{'role':'user','content':[null]}]}"),
                Arguments.of("content null", "{'model':'m','input':[{'role':'user','content':null}]}"),
                Arguments.of("role number", "{'model':'m','input':[{'role':1,'content':'hi'}]}"),
                Arguments.of("type number", "{'model':'m','input':[{'type':1,'role':'user','content':'hi'}]}"),
                Arguments.of("type null", "{'model':'m','input':[{'type':null,'role':'user','content':'hi'}]}"),
                Arguments.of(
                        "call id number",
                        "{'model':'m','input':[{'type':'function_call_output','call_id':1,'output':'x'}]}"),
                Arguments.of(
                        "output number",
                        "{'model':'m','input':[{'type':'function_call','call_id':'c','name':'f','arguments':'{}'},{'type':'function_call_output','call_id':'c','output':5}]}"),
                Arguments.of("function call bare", "{'model':'m','input':[{'type':'function_call'}]}"),
                Arguments.of(
                        "function call odd",
                        "{'model':'m','input':[{'type':'function_call','call_id':[],'name':{},'arguments':3}]}"),
                Arguments.of("mcp call bare", "{'model':'m','input':[{'type':'mcp_call'},{'type':'tool_output'}]}"),
                Arguments.of(
                        "image part",
                        "{'model':'m','input':[{'role':'user','content':[{'type':'input_image','image_url':'data:image/png;base64,AAAA'}]}]}"),
                Arguments.of(
                        "text format odd",
                        "{'model':'m','input':'hi','text':{'format':{'type':'json_schema','name':'x','schema':1}}}"),
                Arguments.of("text format string", "{'model':'m','input':'hi','text':{'format':'json'}}"),
                Arguments.of("choice array", "{'model':'m','input':'hi','tool_choice':[]}"),
                Arguments.of("choice empty object", "{'model':'m','input':'hi','tool_choice':{}}"),
                Arguments.of(
                        "choice name number", "{'model':'m','input':'hi','tool_choice':{'type':'function','name':5}}"),
                Arguments.of("previous empty", "{'model':'m','input':'hi','previous_response_id':''}"),
                Arguments.of("stream options", "{'model':'m','input':'hi','stream_options':5,'include':{}}"),
                Arguments.of("utf16", "\u0000"),
                Arguments.of("regex bait", "{'model':'m','input':'" + "a".repeat(50_000) + "!'}"),
                Arguments.of("spaces", "{'model':'m','input':'" + " ".repeat(50_000) + "x'}"),
                Arguments.of(
                        "many words", "{'model':'m','input':'" + "Remember the codeword abc. ".repeat(10_000) + "'}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void noBodyBreaksTheMock(String name, String body) {
        for (String sent : new String[] {body, body.replaceFirst("^\\{'", "{'stream':true,'")}) {
            Browser.Got got = browser.create(sent);
            assertThat(got.status()).as(got.text()).isBetween(200, 499);
            assertThat(got.text()).isNotEmpty();
        }
    }

    @Test
    void aHugeBodyIsRefusedWithoutBeingKept() throws IOException {
        for (boolean chunked : new boolean[] {false, true}) {
            try (Socket socket = new Socket("127.0.0.1", mock.port())) {
                socket.setSoTimeout(20_000);
                OutputStream out = socket.getOutputStream();
                out.write(("POST /v1/responses HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + mock.key()
                                + "\r\nContent-Type: application/json\r\n"
                                + (chunked ? "Transfer-Encoding: chunked" : "Content-Length: 400000000") + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                byte[] block = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
                try {
                    for (int i = 0; i < 40; i++) {
                        if (chunked) {
                            out.write("100000\r\n".getBytes(StandardCharsets.US_ASCII));
                        }
                        out.write(block);
                        if (chunked) {
                            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                        }
                    }
                    if (chunked) {
                        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    }
                    out.flush();
                } catch (IOException e) {
                    // The server may stop reading once it has answered.
                }
                String head = readSome(socket.getInputStream());
                assertThat(head).startsWith("HTTP/1.1 413");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 100\r\n\r\n{\"model\"",
                "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n"
            })
    void aBodyThatBreaksOffIsRefusedInJson(String rest) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", mock.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("POST /v1/responses HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + mock.key() + "\r\n"
                                    + rest)
                            .getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 400").endsWith("}").contains("{\"detail\":\"The body ended early");
        }
    }

    private static String readSome(InputStream in) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            byte[] buffer = new byte[1024];
            int read = in.read(buffer);
            if (read > 0) {
                all.write(buffer, 0, read);
            }
        } catch (IOException e) {
            return "no answer: " + e;
        }
        return all.toString(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @MethodSource("paths")
    void noPathBreaksTheMock(String method, String path) {
        Browser.Got got = browser.send(method, path, null);
        if (got.status() == 0) {
            // Behind some refusals the server closes the connection; a pooled one may be met half-closed.
            got = browser.send(method, path, null);
        }
        assertThat(got.status()).isBetween(400, 499);
        if (!method.equals("HEAD")) {
            assertThat(got.type()).startsWith("application/json");
        }
    }

    static Stream<Arguments> paths() {
        return Stream.of("GET", "DELETE")
                .flatMap(method -> Stream.of(
                                "/responses/x",
                                "/responses/" + "y".repeat(2000),
                                "/responses/" + "y".repeat(12000),
                                "/responses/a%2Fb",
                                "/responses/%2e%2e",
                                "/responses/..%2fresponses",
                                "/responses/%E6%BC%A2",
                                "/responses/%00",
                                "/responses/%zz".replace("%zz", "%25zz"),
                                "/responses/x/y/z",
                                "/responses//",
                                "/responses/x;jsessionid=1",
                                "/nothing")
                        .map(path -> Arguments.of(method, path)));
    }
}
