package org.responsestck.mock.wiremock;

import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.servlet.WireMockHandlerDispatchingServlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.BadMessageException;
import org.jspecify.annotations.Nullable;
import org.responsestck.mock.Answered;
import org.responsestck.mock.transport.Reply;
import org.responsestck.mock.transport.Watch;

/** WireMock's servlet, except that a paced body leaves asynchronously, frame by frame. */
public final class PacedServlet extends WireMockHandlerDispatchingServlet {
    private static final long serialVersionUID = 1L;

    /** Longest body that is read, in bytes. */
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    /** A stream without pauses that is not longer leaves in one piece. */
    private static final int AT_ONCE_BYTES = 32 * 1024;

    private static final byte[] TOO_LARGE = "{\"detail\":\"Request body too large\"}".getBytes(StandardCharsets.UTF_8);

    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private static final byte[] BAD_QUERY = "{\"detail\":\"Bad escape in query\"}".getBytes(StandardCharsets.UTF_8);

    private static final byte[] BROKEN =
            "{\"detail\":\"The body ended early, or its chunks are malformed\"}".getBytes(StandardCharsets.UTF_8);

    private static final byte[] NOT_PACKED =
            "{\"detail\":\"The body is not what Content-Encoding says\"}".getBytes(StandardCharsets.UTF_8);

    /** Set by {@link #init}, which a container calls before anything else. */
    @SuppressWarnings("NullAway.Init")
    private transient ScheduledThreadPoolExecutor timer;

    private transient @Nullable Shortcut shortcut;

    @Override
    public void init(jakarta.servlet.ServletConfig config) {
        super.init(config);
        timer = new ScheduledThreadPoolExecutor(Math.max(2, Runtime.getRuntime().availableProcessors()), task -> {
            Thread thread = new Thread(task, "responses-mock-pace");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        shortcut = (Shortcut) config.getServletContext().getAttribute(Shortcut.class.getName());
    }

    @Override
    public void destroy() {
        timer.shutdownNow();
        super.destroy();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse answer)
            throws ServletException, IOException {
        String query = request.getQueryString();
        if (query != null && BAD_ESCAPE.matcher(query).find()) {
            // WireMock would fail to read it.
            refuse(answer, HttpServletResponse.SC_BAD_REQUEST, BAD_QUERY);
            return;
        }
        long announced = request.getContentLengthLong();
        if (announced > MOST_BYTES) {
            refuse(answer, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, TOO_LARGE);
        } else if (announced >= 0 && !BoundedRequest.packed(request)) {
            serve(request, answer);
        } else {
            bounded(request, answer);
        }
    }

    private void bounded(HttpServletRequest request, HttpServletResponse answer) throws ServletException, IOException {
        BoundedRequest bounded;
        try {
            bounded = new BoundedRequest(request, MOST_BYTES);
        } catch (IOException | BadMessageException e) {
            refuse(answer, HttpServletResponse.SC_BAD_REQUEST, BoundedRequest.packed(request) ? NOT_PACKED : BROKEN);
            return;
        }
        if (bounded.tooLarge()) {
            refuse(answer, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, TOO_LARGE);
        } else {
            serve(bounded, answer);
        }
    }

    private void serve(HttpServletRequest request, HttpServletResponse answer) throws ServletException, IOException {
        Entrance entrance = shortcut == null ? null : shortcut.entrance();
        if (entrance == null) {
            super.service(request, answer);
            return;
        }
        String query = request.getQueryString();
        Map<String, String> headers = new HashMap<>();
        for (Enumeration<String> names = request.getHeaderNames(); names.hasMoreElements(); ) {
            String name = names.nextElement();
            headers.putIfAbsent(name, request.getHeader(name));
        }
        byte[] body;
        try {
            body = request.getInputStream().readAllBytes();
        } catch (IOException | BadMessageException e) {
            refuse(answer, HttpServletResponse.SC_BAD_REQUEST, BROKEN);
            return;
        }
        Answered answered = entrance.answer(
                request.getMethod(),
                query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query,
                headers,
                body,
                request.getRemoteAddr());
        answer.setStatus(answered.reply().status());
        entrance.headers(answered, answer::addHeader);
        leave(answered, request, answer);
    }

    private static void refuse(HttpServletResponse answer, int status, byte[] body) throws IOException {
        answer.setStatus(status);
        answer.setContentType("application/json");
        answer.setHeader("Connection", "close");
        answer.setContentLength(body.length);
        answer.getOutputStream().write(body);
    }

    @Override
    public void applyResponse(Response response, HttpServletRequest request, HttpServletResponse answer) {
        InputStream body = response.getFault() == null ? response.getBodyStream() : null;
        if (!(body instanceof PacedBody paced)) {
            super.applyResponse(response, request, answer);
            return;
        }
        Answered answered = paced.answered();
        answer.setStatus(response.getStatus());
        for (HttpHeader header : response.getHeaders().all()) {
            header.values().forEach(value -> answer.addHeader(header.key(), value));
        }
        leave(answered, request, answer);
    }

    private void leave(Answered answered, HttpServletRequest request, HttpServletResponse answer) {
        try {
            if (!answered.reply().streamed()) {
                atOnce(answered, answer);
                return;
            }
            if ("HTTP/1.1".equals(request.getProtocol()) && !answer.containsHeader("Content-Length")) {
                // Also for a client that wants the connection closed: else it could not tell an end from a break.
                answer.setHeader("Transfer-Encoding", "chunked");
                if (answered.reply().together(AT_ONCE_BYTES)) {
                    together(answered, answer);
                    return;
                }
            }
            new Pump(answered, request, answer, timer).start();
        } catch (IOException e) {
            answered.watch().ended(Watch.End.CLIENT_GONE);
            throw new UncheckedIOException(e);
        }
    }

    /** What a socket takes without waiting needs nobody to come back for it. */
    private static void together(Answered answered, HttpServletResponse answer) throws IOException {
        answered.reply().frames().forEach(answered.watch()::left);
        answered.watch().ended(Watch.End.WHOLE);
        answer.getOutputStream().write(answered.reply().body());
    }

    private static void atOnce(Answered answered, HttpServletResponse answer) throws IOException {
        Reply.Frame only = answered.reply().frames().get(0);
        // Before the bytes: whoever has read the answer finds it in the journal.
        answered.watch().left(only);
        answered.watch().ended(Watch.End.WHOLE);
        if (answered.reply().status() != HttpServletResponse.SC_NO_CONTENT) {
            answer.setContentLength(only.bytes().length);
            answer.getOutputStream().write(only.bytes());
        }
    }
}
