package org.responsestck.conformance.check;

import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.wire.Call;

/** Requests and answers for the tests of checks on tools; single quotes stand for double quotes. */
final class ToolSamples {
    static final String WEATHER_TOOL = "{'type':'function','name':'get_weather','parameters':{'type':'object',"
            + "'properties':{'location':{'type':'string'}},'required':['location']}}";
    static final String TIME_TOOL =
            "{'type':'function','name':'get_time','parameters':{'type':'object','properties':{}}}";
    static final String CALL = call("c1", "get_weather", "{\\'location\\':\\'SF\\'}");
    static final String TEXT = "{'type':'message','id':'msg_1','role':'assistant','status':'completed',"
            + "'content':[{'type':'output_text','text':'pong'}]}";

    private ToolSamples() {}

    static Call post(String members) {
        return Call.post("/responses", Recorded.json("{'model':'m'," + members + "}"));
    }

    static Call forced() {
        return post("'input':'weather?','tools':[" + WEATHER_TOOL + "],'tool_choice':'required'");
    }

    static Call streamed() {
        return post("'input':'weather?','tools':[" + WEATHER_TOOL + "],'tool_choice':'required','stream':true");
    }

    static Call both(String members) {
        return post("'input':'both','tools':[" + WEATHER_TOOL + "," + TIME_TOOL + "]" + members);
    }

    /** A call in the form of the documents; the arguments as they stand inside a JSON string. */
    static String call(String callId, String name, String arguments) {
        return "{'type':'function_call','id':'fc_" + callId + "','call_id':'" + callId + "','name':'" + name
                + "','arguments':'" + arguments + "','status':'completed'}";
    }

    /** A call in the form of the guide. */
    static String nested(String function) {
        return "{'type':'tool_call','id':'tc_1','call_id':'c1','function':" + function + "}";
    }

    static String message(String text) {
        return "{'type':'message','id':'msg_1','role':'assistant','status':'completed',"
                + "'content':[{'type':'output_text','text':'" + text + "'}]}";
    }

    static String response(String... output) {
        return response("completed", output);
    }

    static String response(String status, String[] output) {
        return "{'id':'resp_1','object':'response','status':'" + status + "','output':[" + String.join(",", output)
                + "]}";
    }

    static String incomplete(String... output) {
        return response("incomplete", output);
    }

    /** One event of a stream. */
    static String event(String json) {
        return "data: " + json.replace('\'', '"') + "\n\n";
    }
}
